package datasets

import (
	"slices"

	"lossreplay/model"
)

// Relabel writes the folder dir with the rows of day, but rogue as given and the setting added to the
// scenario, in the place of one with its key. rogue has one label a child. The error is that of [NewFolder], of reading day or of
// writing. Memory is bounded by the parents and the labels. It panics if there are fewer labels than children.
func Relabel(dir string, day *Day, rogue []bool, setting model.Setting, opts WriteOptions) (err error) {
	f, err := NewFolder(dir, opts)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	t := &Tables{About: day.about, SecurityRows: day.securities, OperationRows: day.operations, ClosingRows: day.Closings(), BarRows: day.Bars(),
		ParentRows: *day.Parents()}
	t.About.Scenario = append(slices.DeleteFunc(slices.Clone(day.about.Scenario), func(s model.Setting) bool { return s.Key == setting.Key }), setting)
	if err := f.AppendOrders(t, &relabelled{day, rogue}); err != nil {
		return err
	}
	if _, err := f.Seal(t); err != nil {
		return err
	}
	return f.Commit()
}

// relabelled is a day whose children have other labels.
type relabelled struct {
	*Day
	rogue []bool
}

// Children returns a reader over the child orders with their new labels.
func (d *relabelled) Children() (Reader[model.ChildColumns], error) {
	r, err := d.Day.Children()
	if err != nil {
		return nil, err
	}
	return &relabeller{r, d.rogue}, nil
}

// relabeller puts labels over those that it reads.
type relabeller struct {
	Reader[model.ChildColumns]
	left []bool
}

func (r *relabeller) Next(batch *model.ChildColumns) error {
	if err := r.Reader.Next(batch); err != nil {
		return err
	}
	n := batch.Len()
	batch.Rogue, r.left = r.left[:n], r.left[n:]
	return nil
}
