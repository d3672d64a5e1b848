package datasets

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"lossreplay/model"
)

// scalar returns the text of a single value as it stands in the file, without its quotes.
func scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// quoted reports whether a value stands in quotes, and so is a text whatever it looks like.
func quoted(node ast.Node) bool {
	t := node.GetToken()
	return t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
}

// setScalar puts text into v by v's type.
func setScalar(v reflect.Value, text string, node ast.Node) error {
	if _, isText := v.Interface().(string); !isText && v.Type() != reflect.TypeFor[model.Tag]() && v.Type() != reflect.TypeFor[model.Time]() && quoted(node) {
		return fmt.Errorf("is a text; take it out of its quotes")
	}
	switch v.Interface().(type) {
	case model.Money:
		amount, err := model.ParseMoney(text)
		v.SetInt(int64(amount))
		return plain(err, "is no amount: a plain decimal number with at most six decimals")
	case model.Time:
		at, err := model.ParseTime(text)
		if err == nil && (text < "1700" || text > "2200") {
			err = fmt.Errorf("nanoseconds since 1970 do not reach %s", text)
		}
		v.SetInt(int64(at))
		return plain(err, "is no RFC 3339 time with offset")
	case time.Duration:
		d, err := time.ParseDuration(text)
		v.SetInt(int64(d))
		return plain(err, "is no length of time with its unit")
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Errorf("is neither true nor false")
		}
		v.SetBool(text == "true")
	case reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return plain(err, "is no whole number in range")
	case reflect.Uint64:
		n, err := strconv.ParseUint(text, 10, 64)
		v.SetUint(n)
		return plain(err, "is no whole number of 0 or above in range")
	case reflect.Float64:
		f, err := parseFloat(text)
		v.SetFloat(f)
		return plain(err, "is no number")
	}
	return nil
}

func plain(err error, rule string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s", rule)
}

func parseFloat(text string) (float64, error) {
	switch text {
	case ".inf":
		return math.Inf(1), nil
	case "-.inf":
		return math.Inf(-1), nil
	}
	if strings.ContainsAny(text, "xXpP_nN") {
		return 0, fmt.Errorf("%q is no decimal number", text)
	}
	return strconv.ParseFloat(text, 64)
}

// example returns how a value of that type is written.
func example(v any) string {
	switch v.(type) {
	case model.Money:
		return "an amount such as 2000000.00"
	case model.Time:
		return "a time such as 2012-08-01T09:30:00-04:00"
	case time.Duration:
		return "a length of time such as 1s or 10m"
	case model.Tag:
		return "published, derived, assumed or synthetic"
	case bool:
		return "true or false"
	case string:
		return "a text"
	}
	return "a number"
}
