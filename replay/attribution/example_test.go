package attribution_test

import (
	"fmt"
	"log"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// A position limit stops the router at a loss of 1.00, a message throttle at 7.00, and with neither it loses 10.00. With
// both on the limit denies first, so that three worlds stand for four coalitions.
func Example() {
	const position, throttle = 0, 1
	ids := []string{"position", "throttle"}
	lattice, err := attribution.New(2, []attribution.Leaf{
		{In: 1 << position, Loss: 1 * model.MoneyUnit},
		{In: 1 << throttle, Out: 1 << position, Loss: 7 * model.MoneyUnit},
		{Out: 1<<position | 1<<throttle, Loss: 10 * model.MoneyUnit},
	})
	if err != nil {
		log.Fatal(err)
	}
	shares := lattice.Shapley(ids)
	for i, id := range ids {
		fmt.Println(id, "alone", lattice.Standalone(i).Prevented, "last line", lattice.LastLine(i), "Shapley", shares[i])
	}
	fmt.Println("together", lattice.Portfolio(1<<position|1<<throttle).Prevented)
	// Output:
	// position alone 9.00 last line 6.00 Shapley 7.50
	// throttle alone 3.00 last line 0.00 Shapley 1.50
	// together 9.00
}
