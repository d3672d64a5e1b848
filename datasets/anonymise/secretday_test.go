package anonymise_test

import (
	"fmt"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/anonymise"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

func keyOf(t testing.TB, seed byte) anonymise.Key {
	t.Helper()
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = seed + byte(7*i)
	}
	key, err := anonymise.KeyOf(secret)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// small returns the small day with names that nothing else in a day is called.
func small() *datasets.Tables {
	d := daytest.Small()
	d.About.Name, d.About.Title, d.About.Error.Name = "secretday", "secretfirm loses it all", "secretaccount"
	d.About.Venues = []string{"secretvenue1", "secretvenue2"}
	r := &d.About.Router
	r.Servers, r.Flags = []string{"secrethost1", "secrethost2"}, []string{"", "secretflag"}
	for i := range r.Paths {
		r.Paths[i].Name = fmt.Sprint("secretpath", i)
	}
	for i := range r.Builds {
		r.Builds[i].Name = fmt.Sprint("secretbuild", i)
	}
	for i := range d.SecurityRows {
		d.SecurityRows[i].Symbol, d.SecurityRows[i].Listing = fmt.Sprint("secretstock", i), "secretmarket"
	}
	for i := range d.OperationRows {
		d.OperationRows[i].Text = "secrettext"
	}
	d.About.OutsideLoss[0].Name, d.About.OutsideLoss[0].Source = "secretfine", "secretsource"
	d.About.Scenario[0].Key, d.About.Scenario[0].Value, d.About.Scenario[0].Reason = "secretkey", "secretvalue", "secretreason"
	f := &d.About.Facts[0]
	f.ID, f.Quantity, f.Unit, f.Source = "secretid", "secretquantity", "secretunit", "secretsource"
	s := &d.About.Sources[0]
	s.Key, s.Title, s.Where = "secretsource", "secrettitle", "secretwhere"
	return d
}

func anonymised(t testing.TB, d datasets.Recorded, seed byte) *anonymise.Day {
	t.Helper()
	day, err := anonymise.New(d, keyOf(t, seed))
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// whole reads a day into memory.
func whole(t testing.TB, d datasets.Recorded) *datasets.Tables {
	t.Helper()
	all := &datasets.Tables{About: *d.Incident(), SecurityRows: d.Securities(), OperationRows: d.Operations(), ClosingRows: d.Closings(), BarRows: d.Bars(), ParentRows: *d.Parents()}
	drain(t, d.Children, func(b *model.ChildColumns) {
		for i := range b.Sent {
			all.ChildRows.Append(model.ChildOrder{Sent: b.Sent[i], Parent: b.Parent[i], Server: b.Server[i], Venue: b.Venue[i], OrderQty: b.OrderQty[i], LimitPx: b.LimitPx[i], Rogue: b.Rogue[i]})
		}
	})
	drain(t, d.Executions, func(b *model.ExecutionColumns) {
		for i := range b.At {
			all.ExecutionRows.Append(model.Execution{At: b.At[i], Child: b.Child[i], Type: b.Type[i], LastQty: b.LastQty[i], LastPx: b.LastPx[i], Fee: b.Fee[i]})
		}
	})
	drain(t, d.Quotes, func(b *model.QuoteColumns) {
		for i := range b.At {
			all.QuoteRows.Append(model.Quote{At: b.At[i], Symbol: b.Symbol[i], Bid: b.Bid[i], Ask: b.Ask[i]})
		}
	})
	return all
}

func drain[C any](t testing.TB, open func() (datasets.Reader[C], error), take func(*C)) {
	t.Helper()
	r, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		var b C
		if err := r.Next(&b); err != nil {
			return
		}
		take(&b)
	}
}
