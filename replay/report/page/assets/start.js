// The first picture, then the rest as it comes near.
startCharts();
applyTheme();
choose(fromAddress() || 0n, true);
