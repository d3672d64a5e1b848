package portfolio

// Expectations over draws need the mean lattice only: the mean, over draws, of the figures of each coalition. The trees of draws
// decide much the same controls in much the same order, so that a common tree is often hardly larger than one of theirs.

// merged returns the tree whose leaves hold the mean figures of trees; nil if it would have more nodes than they together.
func merged(trees []*tree) *tree {
	g := &merger{trees: trees, into: &tree{}}
	at := make([]int32, len(trees))
	for d, t := range trees {
		at[d] = t.root()
		g.most += len(t.nodes)
	}
	if g.grow(at, 0, 0); len(g.into.nodes) > g.most {
		return nil
	}
	return g.into
}

type merger struct {
	trees []*tree
	into  *tree
	most  int // nodes
}

// grow adds the nodes of the coalitions that hold all of in and nothing of out, where the trees stand at their nodes at, and
// returns the topmost.
func (g *merger) grow(at []int32, in, out uint64) int32 {
	if len(g.into.nodes) > g.most {
		return 0 // given up
	}
	here := make([]int32, len(at))
	var count [64]int
	next := -1
	for d, t := range g.trees {
		here[d] = t.follow(at[d], in, out)
		if i := t.nodes[here[d]].control; i >= 0 {
			if count[i]++; next < 0 || count[i] > count[next] || count[i] == count[next] && int(i) < next {
				next = int(i)
			}
		}
	}
	if next < 0 {
		return g.leaf(here)
	}
	bit := uint64(1) << next
	a := g.grow(here, in, out|bit)
	before := len(g.into.nodes)
	b := g.grow(here, in|bit, out)
	if nodes := g.into.nodes; nodes[a].control < 0 && nodes[b].control < 0 && nodes[a].value == nodes[b].value {
		g.into.nodes = nodes[:before]
		return a
	}
	g.into.decides |= bit
	g.into.nodes = append(g.into.nodes, node{control: int32(next), out: a, in: b})
	return int32(len(g.into.nodes) - 1)
}

// follow returns the first node from k on whose control is neither in nor out.
func (t *tree) follow(k int32, in, out uint64) int32 {
	for {
		nd := &t.nodes[k]
		switch {
		case nd.control < 0:
			return k
		case in>>nd.control&1 != 0:
			k = nd.in
		case out>>nd.control&1 != 0:
			k = nd.out
		default:
			return k
		}
	}
}

// leaf adds the mean of leaves, written from the first so that equal ones give theirs to the bit.
func (g *merger) leaf(at []int32) int32 {
	nd := node{control: -1}
	first := g.trees[0].nodes[at[0]].value
	for figure := range figures {
		sum := 0.0
		for d, t := range g.trees {
			sum += t.nodes[at[d]].value[figure] - first[figure]
		}
		nd.value[figure] = first[figure] + sum/float64(len(at))
	}
	g.into.nodes = append(g.into.nodes, nd)
	return int32(len(g.into.nodes) - 1)
}
