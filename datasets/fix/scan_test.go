package fix

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"lossreplay/datasets/exchange/exchangetest"
)

type counts struct{ messages, bad, sums, sumsWrong, bodies, bodiesWrong int }

func scanAll(t *testing.T, data []byte) (c counts, types map[string]int) {
	types = map[string]int{}
	s := newScanner()
	s.reset(bytes.NewReader(data))
	for {
		err := s.next()
		if err == io.EOF {
			return c, types
		}
		if err != nil {
			t.Fatal(err)
		}
		c.messages++
		m := &s.msg
		if m.bad != "" {
			c.bad++
		}
		types[string(m.value(tagMsgType))]++
		if m.closed {
			if int(m.sum&255) == whole(m.value(tagCheckSum)) {
				c.sums++
			} else {
				c.sumsWrong++
			}
			switch length := whole(m.value(tagBodyLength)); {
			case length < 0:
			case length == m.body:
				c.bodies++
			default:
				c.bodiesWrong++
			}
		}
	}
}

// TestScanRecorded: every recorded log has the messages, right and wrong checksums and body lengths that its index states. Where
// the index counted messages in other ways, ours is right: a message broken over lines counts and its checksum is right (log
// viewer's tests), and tag 9 counts where it is not the second (the matrices of the specification).
func TestScanRecorded(t *testing.T) {
	for _, c := range []struct {
		name  string
		want  counts
		types string
	}{
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.2-KOD-BON.messages.current.log", counts{2486, 0, 2486, 0, 2486, 0}, "0:74 2:1 4:1 8:1204 A:2 D:602 F:602"},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.4-MUREX_TI_TEST-360T_TI_TEST.body", counts{4, 0, 4, 0, 4, 0}, "0:1 8:2 A:1"},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIXT.1.1-EXEC-BANZAI.messages.log", counts{94, 0, 92, 2, 92, 2}, "5:2 8:42 A:4 D:42 E:2 k:2"},
		{"FIXTradingCommunity.fix-log-to-orchestra/Montran_order_messages.log", counts{12, 0, 12, 0, 12, 0}, "5:2 8:6 A:2 D:2"},
		{"FIXTradingCommunity.fix-log-to-orchestra/UDFinNestedGroups.txt", counts{1, 0, 0, 0, 0, 0}, "D:1"},
		{"FIXTradingCommunity.fix-log-to-orchestra/delimitertest.log", counts{9, 0, 8, 1, 8, 0}, "8:3 A:2 D:4"},
		{"Joannazhx.fix_wrap_package/FIX.09-Jan-2018.log", counts{2915, 0, 0, 2915, 46, 2869}, "0:2861 5:5 8:46 A:3"},
		{"Luxor.fix-protocol-tools/example.fix.log", counts{9, 0, 0, 9, 0, 9}, "8:1 A:2 D:1 V:2 W:2 h:1"},
		{"branchwag.FIXLogTagChecker/TESTSESSION.message.log", counts{13, 0, 0, 13, 0, 13}, "0:6 8:6 A:1"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-MarketDataRequest.log", counts{1, 0, 1, 0, 1, 0}, "V:1"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-MessagesSplitBetweenMultipleLines.log", counts{4, 0, 4, 0, 4, 0}, "5:2 A:2"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-NoMessagesInLog.log", counts{}, ""},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-PipeDelimeter.log", counts{1, 0, 1, 0, 1, 0}, "D:1"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderAndTargetInSameLogFile.log", counts{6, 0, 6, 0, 6, 0}, "5:2 8:1 A:2 D:1"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderMessagePerLine.log", counts{4, 0, 4, 0, 4, 0}, "0:1 A:1 D:2"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderMessagePerLineMixedWithOtherText.log", counts{6, 0, 6, 0, 6, 0}, "0:2 A:1 D:3"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-TargetMessagePerLine.log", counts{6, 0, 6, 0, 6, 0}, "0:1 8:5"},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-TargetMessagePerLineNoExtraLoggingInfo.log", counts{6, 0, 6, 0, 6, 0}, "0:1 8:5"},
		{"briancoyner.Log4FIX-J/FIX44-FXSpot-WithSubparties.log", counts{1, 0, 1, 0, 0, 1}, "AE:1"},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.body", counts{2, 0, 2, 0, 2, 0}, "A:1 D:1"},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.event.log", counts{}, ""},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.messages.log", counts{3, 0, 3, 0, 3, 0}, "A:2 D:1"},
		{"grongierisc.iris-fix-protocol/GLOBAL.messages.current.log", counts{46, 0, 46, 0, 46, 0}, "A:46"},
		{"hemanth22.FIX/fix_raw_messages.log", counts{16, 0, 16, 0, 16, 0}, "0:2 3:2 8:5 A:2 D:3 F:2"},
		{"ieiss.fix-log-analyzer/fixlog.bin", counts{2508, 0, 1, 2507, 2508, 0}, "A:1 X:2507"},
		{"imandra-ai.fix-engine/sample_fix_data.txt", counts{15, 0, 1, 14, 1, 14}, "3:1 8:12 D:2"},
		{"quickfix.quickfix/14i_RepeatingGroupCountNotEqual.def", counts{6, 0, 0, 3, 3, 0}, "3:1 5:2 A:2 D:1"},
		{"quickfix.quickfix/2d_GarbledMessage.def", counts{11, 2, 0, 4, 2, 2}, "0:3 2:1 5:2 A:2 D:3"},
		{"quickfix.quickfix/2m_BodyLengthValueNotCorrect.def", counts{16, 1, 0, 7, 7, 0}, "2:1 5:2 A:2 D:11"},
		{"quickfix.quickfix/8_AdminAndApplicationMessages.def", counts{45, 0, 0, 29, 29, 0}, "0:6 1:6 2:5 4:8 5:2 A:2 D:16"},
		{"quickfix.quickfix-logviewer/test.log", counts{22, 0, 2, 20, 21, 1}, "0:6 8:6 A:4 D:4 F:1 V:1"},
		{"quickfix.quickfix-logviewer/testB4B.log", counts{}, ""},
		{"quickfix.quickfix-logviewer/testDelimiter.log", counts{20, 0, 19, 1, 20, 0}, "0:6 8:6 A:4 D:3 F:1"},
		{"quickfix.quickfix-logviewer/testMultiCharDelimiter.log", counts{20, 0, 19, 1, 20, 0}, "0:6 8:6 A:4 D:3 F:1"},
		{"quickfix.quickfix-logviewer/tmp.log", counts{819, 0, 117, 702, 819, 0}, "0:234 8:234 A:156 D:156 F:39"},
		{"tarun2502.fixparser/ExampleFixMessages.txt", counts{18, 0, 0, 18, 3, 15}, "0:9 6:3 A:6"},
		{"tarun2502.fixparser/fixmessage_with_multiline_value.fix", counts{1, 0, 0, 1, 1, 0}, "A:1"},
		{"tarun2502.fixparser/sample_fix_messages.fix", counts{404, 0, 0, 404, 0, 404}, "2:1 8:192 9:4 D:47 E:11 F:4 G:6 H:1 J:20 K:2 L:7 M:2 N:13 P:35 Q:2 R:7 S:8 T:3 Z:3 b:11 g:1 h:1 i:5 j:2 k:7 l:7 m:2"},
		{"tarun2502.fixparser/sample_fix_messages_piped.txt", counts{404, 0, 0, 404, 0, 404}, "2:1 8:192 9:4 D:47 E:11 F:4 G:6 H:1 J:20 K:2 L:7 M:2 N:13 P:35 Q:2 R:7 S:8 T:3 Z:3 b:11 g:1 h:1 i:5 j:2 k:7 l:7 m:2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, types := scanAll(t, exchangetest.Recorded(t, "fix/"+c.name))
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			var text []string
			for _, kind := range slices.Sorted(maps.Keys(types)) {
				text = append(text, fmt.Sprintf("%s:%d", kind, types[kind]))
			}
			if got := strings.Join(text, " "); got != c.types {
				t.Errorf("types %s, want %s", got, c.types)
			}
		})
	}
}
