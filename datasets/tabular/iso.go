package tabular

import "lossreplay/model"

// iso reads YYYY-MM-DD, also with slashes or without any sign between, then optionally a T, blank or minus and HH:MM[:SS[.fff]],
// then optionally Z or an offset; a date alone is its midnight, a time alone is of the clock's day.
func (c *clock) iso(text []byte) (at model.Time, odd, refused string) {
	day, rest, ok := c.lastDay, text[min(len(text), 10):], len(text) >= 10 && string(text[:10]) == string(c.lastDate[:])
	if !ok {
		if day, rest, ok = isoDate(text); ok && len(text)-len(rest) == 10 {
			c.lastDay = day
			copy(c.lastDate[:], text)
		}
	}
	if !ok {
		if !c.hasDay {
			if _, _, _, timeOnly := isoTime(text); timeOnly {
				return 0, "", noDate
			}
			return 0, "", badTime
		}
		day, rest = c.day, text
	}
	ns := int64(0)
	if ok && len(rest) > 0 && (rest[0] == 'T' || rest[0] == 't' || rest[0] == ' ' || rest[0] == '-') && len(rest) > 1 {
		rest = rest[1:]
	} else if ok && len(rest) > 0 {
		return 0, "", badTime
	}
	if len(rest) > 0 {
		var fine, good bool
		if ns, rest, fine, good = isoTime(rest); !good {
			return 0, "", badTime
		}
		if fine {
			odd = finerThanNS
		}
	} else if !ok {
		return 0, "", badTime
	}
	if len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		at, more, refused := c.wall(day, ns)
		if more != "" {
			odd = more
		}
		return at, odd, refused
	}
	east, ok := isoOffset(rest)
	if !ok {
		return 0, "", badTime
	}
	if day < firstDay || day > lastDay {
		return 0, "", farTime
	}
	return model.Time((day*86400-east)*secondNS + ns), odd, ""
}

func isoDate(text []byte) (day int64, rest []byte, ok bool) {
	year, ok := number(text, 4)
	if !ok {
		return 0, nil, false
	}
	rest = text[4:]
	between := byte(0)
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '/') {
		between = rest[0]
		rest = rest[1:]
	}
	month, ok := number(rest, 2)
	if !ok {
		return 0, nil, false
	}
	rest = rest[2:]
	if between != 0 {
		if len(rest) == 0 || rest[0] != between {
			return 0, nil, false
		}
		rest = rest[1:]
	}
	date, ok := number(rest, 2)
	if !ok || month < 1 || month > 12 || date < 1 || date > daysIn(year, month) {
		return 0, nil, false
	}
	return daysOf(year, month, date), rest[2:], true
}

// isoTime returns the nanoseconds since midnight that text begins with, what follows, and whether it has digits below a
// nanosecond, which are left out.
func isoTime(text []byte) (ns int64, rest []byte, fine, ok bool) {
	hour, ok := number(text, 2)
	if !ok || hour > 23 || len(text) < 5 || text[2] != ':' {
		return 0, nil, false, false
	}
	minute, ok := number(text[3:], 2)
	if !ok || minute > 59 {
		return 0, nil, false, false
	}
	ns, rest = int64(hour*60+minute)*60*secondNS, text[5:]
	if len(rest) == 0 || rest[0] != ':' {
		return ns, rest, false, true
	}
	second, ok := number(rest[1:], 2)
	if !ok || second > 59 {
		return 0, nil, false, false
	}
	ns, rest = ns+int64(second)*secondNS, rest[3:]
	if len(rest) < 2 || rest[0] != '.' && rest[0] != ',' || rest[1] < '0' || rest[1] > '9' {
		return ns, rest, false, true
	}
	rest = rest[1:]
	for unit := secondNS / 10; len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9'; rest = rest[1:] {
		digit := int64(rest[0] - '0')
		fine = fine || unit == 0 && digit > 0
		ns += digit * unit
		unit /= 10
	}
	return ns, rest, fine, true
}

// isoOffset returns the seconds east of Z, UTC, +HH, +HHMM or +HH:MM.
func isoOffset(text []byte) (int64, bool) {
	switch string(text) {
	case "Z", "z", "UTC", "GMT":
		return 0, true
	}
	if len(text) < 3 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	hour, ok := number(text[1:], 2)
	if !ok || hour > 23 {
		return 0, false
	}
	rest, minute := text[3:], 0
	if len(rest) > 0 && rest[0] == ':' {
		rest = rest[1:]
		ok = len(rest) > 0
	}
	if len(rest) > 0 {
		minute, ok = number(rest, 2)
		ok = ok && len(rest) == 2 && minute < 60
	}
	east := int64(hour*3600 + minute*60)
	if text[0] == '-' {
		east = -east
	}
	return east, ok
}

// number returns the number that the first n bytes of text write.
func number(text []byte, n int) (int, bool) {
	if len(text) < n {
		return 0, false
	}
	v := 0
	for _, c := range text[:n] {
		if c -= '0'; c > 9 {
			return 0, false
		}
		v = v*10 + int(c)
	}
	return v, true
}
