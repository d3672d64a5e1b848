package fix

import (
	"bytes"
	"io"
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
			t.Logf("line %d: %s %d %q", m.line, m.bad, m.badTag, m.badText)
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

func TestScanRecorded(t *testing.T) {
	for _, c := range []struct {
		name string
		want counts
	}{
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.2-KOD-BON.messages.current.log", counts{2486, 0, 2486, 0, 2486, 0}},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIX.4.4-MUREX_TI_TEST-360T_TI_TEST.body", counts{4, 0, 4, 0, 4, 0}},
		{"FIXTradingCommunity.fix-log-to-orchestra/FIXT.1.1-EXEC-BANZAI.messages.log", counts{94, 0, 92, 2, 92, 2}},
		{"FIXTradingCommunity.fix-log-to-orchestra/Montran_order_messages.log", counts{12, 0, 12, 0, 12, 0}},
		{"FIXTradingCommunity.fix-log-to-orchestra/UDFinNestedGroups.txt", counts{1, 0, 0, 0, 0, 0}},
		{"FIXTradingCommunity.fix-log-to-orchestra/delimitertest.log", counts{9, 0, 8, 1, 8, 0}},
		{"Joannazhx.fix_wrap_package/FIX.09-Jan-2018.log", counts{2915, 0, 0, 2915, 46, 2869}},
		{"Luxor.fix-protocol-tools/example.fix.log", counts{9, 0, 0, 9, 0, 9}},
		{"branchwag.FIXLogTagChecker/TESTSESSION.message.log", counts{13, 0, 0, 13, 0, 13}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-MarketDataRequest.log", counts{1, 0, 1, 0, 1, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-MessagesSplitBetweenMultipleLines.log", counts{4, 0, 4, 0, 4, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-NoMessagesInLog.log", counts{}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-PipeDelimeter.log", counts{1, 0, 1, 0, 1, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderAndTargetInSameLogFile.log", counts{6, 0, 6, 0, 6, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderMessagePerLine.log", counts{4, 0, 4, 0, 4, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-SenderMessagePerLineMixedWithOtherText.log", counts{6, 0, 6, 0, 6, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-TargetMessagePerLine.log", counts{6, 0, 6, 0, 6, 0}},
		{"briancoyner.Log4FIX-J/FIX42-CoyTrade-BCExchange-TargetMessagePerLineNoExtraLoggingInfo.log", counts{6, 0, 6, 0, 6, 0}},
		{"briancoyner.Log4FIX-J/FIX44-FXSpot-WithSubparties.log", counts{1, 0, 1, 0, 0, 1}},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.body", counts{2, 0, 2, 0, 2, 0}},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.event.log", counts{}},
		{"fix-protocol-tools.STAFF/FIX.4.4-SNDR-TRGT.messages.log", counts{3, 0, 3, 0, 3, 0}},
		{"grongierisc.iris-fix-protocol/GLOBAL.messages.current.log", counts{46, 0, 46, 0, 46, 0}},
		{"hemanth22.FIX/fix_raw_messages.log", counts{16, 0, 16, 0, 16, 0}},
		{"ieiss.fix-log-analyzer/fixlog.bin", counts{2508, 0, 1, 2507, 2508, 0}},
		{"imandra-ai.fix-engine/sample_fix_data.txt", counts{15, 0, 1, 14, 1, 14}},
		{"quickfix.quickfix/14i_RepeatingGroupCountNotEqual.def", counts{6, 0, 0, 3, 3, 0}},
		{"quickfix.quickfix/2d_GarbledMessage.def", counts{11, 2, 0, 4, 2, 2}},
		{"quickfix.quickfix/2m_BodyLengthValueNotCorrect.def", counts{16, 0, 0, 7, 7, 0}},
		{"quickfix.quickfix/8_AdminAndApplicationMessages.def", counts{45, 0, 0, 29, 29, 0}},
		{"quickfix.quickfix-logviewer/test.log", counts{22, 0, 2, 20, 21, 1}},
		{"quickfix.quickfix-logviewer/testB4B.log", counts{}},
		{"quickfix.quickfix-logviewer/testDelimiter.log", counts{20, 0, 19, 1, 20, 0}},
		{"quickfix.quickfix-logviewer/testMultiCharDelimiter.log", counts{20, 0, 19, 1, 20, 0}},
		{"quickfix.quickfix-logviewer/tmp.log", counts{819, 0, 117, 702, 819, 0}},
		{"tarun2502.fixparser/ExampleFixMessages.txt", counts{18, 0, 0, 18, 3, 15}},
		{"tarun2502.fixparser/fixmessage_with_multiline_value.fix", counts{1, 0, 0, 1, 1, 0}},
		{"tarun2502.fixparser/sample_fix_messages.fix", counts{404, 0, 0, 404, 0, 404}},
		{"tarun2502.fixparser/sample_fix_messages_piped.txt", counts{404, 0, 0, 404, 0, 404}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, types := scanAll(t, exchangetest.Recorded(t, "fix/"+c.name))
			if got != c.want {
				t.Errorf("got %+v, want %+v; types %v", got, c.want, types)
			}
		})
	}
}
