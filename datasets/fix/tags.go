package fix

import (
	"encoding/binary"
	"strconv"
)

// The tags that are read, by the names that FIX gives them.
const (
	tagAccount          = 1
	tagAvgPx            = 6
	tagBeginString      = 8
	tagBodyLength       = 9
	tagCheckSum         = 10
	tagClOrdID          = 11
	tagCumQty           = 14
	tagExecID           = 17
	tagExecRefID        = 19
	tagExecTransType    = 20
	tagLastPx           = 31
	tagLastQty          = 32
	tagMsgSeqNum        = 34
	tagMsgType          = 35
	tagNewSeqNo         = 36
	tagOrderID          = 37
	tagOrderQty         = 38
	tagOrdStatus        = 39
	tagOrdType          = 40
	tagOrigClOrdID      = 41
	tagPossDupFlag      = 43
	tagPrice            = 44
	tagRefSeqNum        = 45
	tagSenderCompID     = 49
	tagSendingTime      = 52
	tagSide             = 54
	tagSymbol           = 55
	tagTargetCompID     = 56
	tagText             = 58
	tagTransactTime     = 60
	tagPossResend       = 97
	tagGapFillFlag      = 123
	tagResetSeqNumFlag  = 141
	tagExecType         = 150
	tagLeavesQty        = 151
	tagRefMsgType       = 372
	tagBusinessRejectID = 379
	tagExDestination    = 100
	tagLastMkt          = 30
)

// tagNames holds the names of the tags above.
var tagNames = map[int]string{
	tagAccount:          "Account",
	tagAvgPx:            "AvgPx",
	tagBeginString:      "BeginString",
	tagBodyLength:       "BodyLength",
	tagCheckSum:         "CheckSum",
	tagClOrdID:          "ClOrdID",
	tagCumQty:           "CumQty",
	tagExecID:           "ExecID",
	tagExecRefID:        "ExecRefID",
	tagExecTransType:    "ExecTransType",
	tagLastPx:           "LastPx",
	tagLastQty:          "LastQty",
	tagMsgSeqNum:        "MsgSeqNum",
	tagMsgType:          "MsgType",
	tagNewSeqNo:         "NewSeqNo",
	tagOrderID:          "OrderID",
	tagOrderQty:         "OrderQty",
	tagOrdStatus:        "OrdStatus",
	tagOrdType:          "OrdType",
	tagOrigClOrdID:      "OrigClOrdID",
	tagPossDupFlag:      "PossDupFlag",
	tagPrice:            "Price",
	tagRefSeqNum:        "RefSeqNum",
	tagSenderCompID:     "SenderCompID",
	tagSendingTime:      "SendingTime",
	tagSide:             "Side",
	tagSymbol:           "Symbol",
	tagTargetCompID:     "TargetCompID",
	tagText:             "Text",
	tagTransactTime:     "TransactTime",
	tagPossResend:       "PossResend",
	tagGapFillFlag:      "GapFillFlag",
	tagResetSeqNumFlag:  "ResetSeqNumFlag",
	tagExecType:         "ExecType",
	tagLeavesQty:        "LeavesQty",
	tagRefMsgType:       "RefMsgType",
	tagBusinessRejectID: "BusinessRejectRefID",
	tagExDestination:    "ExDestination",
	tagLastMkt:          "LastMkt",
}

// fieldName returns how a refusal names a field: "LastQty (32)".
func fieldName(tag int) string {
	switch name := tagNames[tag]; {
	case tag == 0:
		return "message"
	case name == "":
		return "tag " + strconv.Itoa(tag)
	default:
		return name + " (" + strconv.Itoa(tag) + ")"
	}
}

// read holds the tags above: one that stands twice in a message is warned of.
var read = func() (set [indexed]bool) {
	for tag := range tagNames {
		set[tag] = true
	}
	return set
}()

// dataOf maps the tag of a length to the tag of the data field that follows it and may hold delimiters and line ends.
var dataOf = [indexed]uint16{90: 91, 93: 89, 95: 96, 212: 213, 348: 349, 350: 351, 352: 353, 354: 355, 356: 357, 358: 359, 360: 361,
	362: 363, 364: 365, 445: 446, 618: 619, 621: 622,
	1184: 1185, 1277: 1278, 1280: 1281, 1282: 1283, 1359: 1360, 1397: 1398, 1401: 1402, 1403: 1404, 1468: 1469, 1618: 1619, 1620: 1621}

// special holds the tags that are more than a field to the parser, and 0, which is none.
var special = func() (set [indexed]bool) {
	for length, data := range dataOf {
		set[length] = data != 0
	}
	set[0], set[tagBeginString], set[tagBodyLength], set[tagCheckSum] = true, true, true, true
	return set
}()

// whole returns a count of up to nine digits, -1 if it is none.
func whole(value []byte) int {
	if len(value) == 0 || len(value) > 9 {
		return -1
	}
	n := 0
	for _, c := range value {
		if !digit(c) {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func word(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
