package datasets

import "lossreplay/model"

// Recorded is a recorded day wherever it lies: a [Day] in a folder, [Tables] in memory, another day in disguise. It is what a
// replay reads. The day is valid: keys resolve, times ascend, fills fit their child.
type Recorded interface {
	Incident() *model.Incident
	Securities() []model.Security
	Operations() []model.Operation
	Closings() []model.Closing
	Bars() []model.Bar
	Parents() *model.ParentColumns
	Children() (Reader[model.ChildColumns], error)
	Executions() (Reader[model.ExecutionColumns], error)
	Quotes() (Reader[model.QuoteColumns], error)
}
