package fix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/datasets/exchange/exchangetest"
)

// TestGolden: the logs of testdata, written by hand, give the records, refusals and counts beside them. Set
// GOLDEN=write to write them anew.
func TestGolden(t *testing.T) {
	logs, err := filepath.Glob("testdata/*.log")
	if err != nil || len(logs) < 3 {
		t.Fatalf("%d logs in testdata, %v", len(logs), err)
	}
	for _, name := range logs {
		t.Run(filepath.Base(name), func(t *testing.T) {
			log, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, strings.TrimSuffix(name, ".log")+".txt", readAll(t, Options{Chain: true, Parents: []int64{526}}, 4, string(log)).everything())
		})
	}
}

// everything returns records and refusals in words, and the counts.
func (c *collected) everything() string {
	var b strings.Builder
	for _, line := range c.lines {
		b.WriteString(line + "\n")
	}
	for _, r := range c.refusals {
		b.WriteString("refused " + r.Field + " " + r.Value + ": " + r.Reason + "\n")
	}
	return b.String() + "\n" + c.summary()
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("GOLDEN") == "write" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s", file, got)
	}
}

// TestRecordedLogs: what the recorded logs that hold orders become, counted.
func TestRecordedLogs(t *testing.T) {
	for _, c := range []struct{ name, file string }{
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.2-KOD-BON.messages.current.log", "kod-bon"},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.4-MUREX_TI_TEST-360T_TI_TEST.body", "murex"},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIXT.1.1-EXEC-BANZAI.messages.log", "banzai"},
		{"FIXTradingCommunity.fix-log-to-orchestra/Montran_order_messages.log", "montran"},
		{"Joannazhx.fix_wrap_package/FIX.09-Jan-2018.log", "fixsim"},
		{"Luxor.fix-protocol-tools/example.fix.log", "luxor"},
		{"branchwag.FIXLogTagChecker/TESTSESSION.message.log", "testsession"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderAndTargetInSameLogFile.log", "coytrade"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-TargetMessagePerLine.log", "coytrade-done"},
		{"hemanth22.FIX/fix_raw_messages.log", "hemanth"},
		{"imandra-ai.fix-engine/sample_fix_data.txt", "imandra"},
		{"quickfix.quickfix/2d_GarbledMessage.def", "garbled"},
		{"quickfix.quickfix-logviewer/tmp.log", "logviewer"},
		{"tarun2502.fixparser/sample_fix_messages.fix", "matrices"},
		{"tarun2502.fixparser/sample_fix_messages_piped.txt", "matrices"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll(t, Options{}, 5, string(exchangetest.Recorded(t, "fix/"+c.name)))
			compare(t, "testdata/recorded/"+c.file+".txt", got.summary())
		})
	}
}

// TestTwinsAreReadOnce: the logs of both sides of a session, and a store of one, hold one order.
func TestTwinsAreReadOnce(t *testing.T) {
	dir := "fix/fix-protocol-tools.STAFF/FIX.4.4-"
	got := readAll(t, Options{}, 4, string(exchangetest.Recorded(t, dir+"SNDR-TRGT.messages.log")),
		string(exchangetest.Recorded(t, dir+"TRGT-SNDR.messages.log")), string(exchangetest.Recorded(t, dir+"SNDR-TRGT.body")))
	if len(got.records) != 1 || got.skipped[SkipAgain] != 5 || len(got.warned) != 0 {
		t.Errorf("%d records, %d read before, warned %v", len(got.records), got.skipped[SkipAgain], got.warned)
	}
}

// TestFillsAreTheBlotters: the simulator's log has the fills that its owner worked out of it.
func TestFillsAreTheBlotters(t *testing.T) {
	log := exchangetest.Recorded(t, "fix/Joannazhx.fix_wrap_package/FIX.09-Jan-2018.log")
	blotter := string(exchangetest.Recorded(t, "blotter/Joannazhx.fix_wrap_package/execu.csv"))
	got := readAll(t, Options{}, 4, string(log))
	trades := got.lines[4:]
	rows := strings.Split(strings.TrimSpace(blotter), "\n")[1:]
	if len(rows) != 42 || len(trades) != 42 {
		t.Fatalf("%d rows, %d fills", len(rows), len(trades))
	}
	for i, row := range rows {
		f := strings.Split(strings.TrimSpace(row), ",") // symbol, quantity, price, side, account, id, time
		for _, part := range []string{" trade " + f[6] + " order=FIXSIM~QFSAMPLE/" + f[5] + " ", " symbol=" + strings.TrimPrefix(f[0], "\t") + " ",
			" account=" + f[4] + " ", " " + f[3] + " ", " last=" + f[1] + " last-px=" + f[2] + "0000 "} {
			if !strings.Contains(trades[i]+" ", part) {
				t.Errorf("fill %d: %s has no %q", i+1, trades[i], part)
			}
		}
	}
}
