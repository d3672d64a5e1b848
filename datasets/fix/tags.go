package fix

import "encoding/binary"

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

// read holds the tags above but those of the frame: one that stands twice in a message is warned of.
var read = func() (set [indexed]bool) {
	for _, tag := range []int{tagAccount, tagAvgPx, tagClOrdID, tagCumQty, tagExecID, tagExecRefID, tagExecTransType, tagLastPx, tagLastQty,
		tagMsgSeqNum, tagMsgType, tagNewSeqNo, tagOrderID, tagOrderQty, tagOrdStatus, tagOrdType, tagOrigClOrdID, tagPossDupFlag, tagPrice,
		tagRefSeqNum, tagSenderCompID, tagSendingTime, tagSide, tagSymbol, tagTargetCompID, tagText, tagTransactTime, tagPossResend,
		tagGapFillFlag, tagResetSeqNumFlag, tagExecType, tagLeavesQty, tagRefMsgType, tagBusinessRejectID, tagExDestination, tagLastMkt} {
		set[tag] = true
	}
	return set
}()

// dataOf maps the tag of a length to the tag of the data field that follows it and may hold delimiters and line ends.
var dataOf = [indexed]uint16{90: 91, 93: 89, 95: 96, 212: 213, 348: 349, 350: 351, 352: 353, 354: 355, 356: 357, 358: 359, 360: 361,
	362: 363, 364: 365, 445: 446, 618: 619, 621: 622}

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
