package knight

import "lossreplay/model"

// sources are the documents that facts and settings cite.
var sources = []model.Source{
	{Key: "K1", Title: "SEC order, Knight Capital Americas LLC, Release 34-70694, 16 October 2013", Where: "sec.gov/litigation/admin/2013/34-70694.pdf"},
	{Key: "K2", Title: "SEC press release 2013-222, 16 October 2013", Where: "sec.gov/newsroom/press-releases/2013-222"},
	{Key: "K3", Title: "Knight release, 2 August 2012 (8-K exhibit 99.1)", Where: "sec.gov/Archives/edgar/data/1060749/000119312512332176/d391111dex991.htm"},
	{Key: "K4", Title: "Knight 10-Q, third quarter 2012, note 3", Where: "sec.gov/Archives/edgar/data/1060749/000119312512462994/R11.htm"},
	{Key: "K5", Title: "Knight annual report 2012, same note", Where: "sec.gov/Archives/edgar/data/1060749/000119312513215378/R12.htm"},
	{Key: "K6", Title: "Reuters on third-quarter results, 17 October 2012", Where: "articles.chicagotribune.com"},
	{Key: "K7", Title: "NYSE clearly erroneous determination, 1 August 2012", Where: "tradebankerstyle.blogspot.com/2012/08/nyse-to-cancel-trades-beyond-30-band.html"},
	{Key: "K9", Title: "Nanex, Knightmare on Wall Street, 1 to 13 August 2012", Where: "nanex.net/aqck2/3522.html"},
	{Key: "K10", Title: "Reuters on Wizzard, 1 August 2012", Where: "articles.chicagotribune.com"},
	{Key: "K11", Title: "Forbes, Mini Flash Crash?, 1 August 2012", Where: "onforb.es/QeVlpy"},
	{Key: "K12", Title: "Bloomberg on the halts, 1 August 2012", Where: "fiercefinanceit.com, cftclaw.com/mini-flash-crash-hits-nyse"},
	{Key: "K15", Title: "Los Angeles Times, 1 August, and The Trade, 2 August 2012", Where: "latimes.com, thetradenews.com"},
	{Key: "K16", Title: "New York Times, 1 and 3 August 2012", Where: "attrition.org/pipermail/infowarrior/2012-August/008871.html"},
	{Key: "K17", Title: "Wall Street Journal, 8 August 2012, as quoted", Where: "kiddynamitesworld.com/the-actual-details-of-the-knight-capital-error"},
	{Key: "K19", Title: "Businessweek, 10 June 2013, chart of Spansion", Where: "magsreview.com, bloomberg-businessweek-june-10-2013"},
	{Key: "K20", Title: "Dolfing, case study 4, 2019", Where: "henricodolfing.com/2019/06/project-failure-case-study-knight-capital.html"},
	{Key: "K22", Title: "CNBC, Pisani, 2 August 2012", Where: "valueinvestingworld.com/2012/08/the-knight-fiasco-how-did-it-lose-440.html"},
	{Key: "K24", Title: "Dow Jones, 15 August 2012, Knight upgrade triggered old trading system", Where: "efinancialnews.com/story/2012-08-15"},
	{Key: "K25", Title: "Bogousslavsky, Collin-Dufresne, Saglam, J. Fin. Econ. 139 (2021) 922-949, abstract", Where: "doi.org/10.1016/j.jfineco.2020.08.009"},
	{Key: "K26", Title: "forum post on Nokia, citing K9", Where: "si.frajer.net/readmsg.aspx?msgid=28315237"},
	{Key: "bars", Title: "public daily bars of 1 August 2012 and the 60 days before", Where: "data/symbols.csv of this package"},
}
