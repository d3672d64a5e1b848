// The lattice of coalitions: every set of controls has one leaf, if its run knows it.
function mask(bits) { return bits.reduce(function (m, b) { return m | (1n << BigInt(b)); }, 0n); }
[data.leaves, data.held].forEach(function (leaves) { (leaves || []).forEach(function (l) { l.in = mask(l.i); l.out = mask(l.o); }); });
// find returns the leaf that a set belongs to: it has all of the leaf's in-set and nothing of its out-set.
function find(leaves, set) {
  for (var k = 0; k < leaves.length; k++) if ((leaves[k].in & ~set) === 0n && (leaves[k].out & set) === 0n) return leaves[k];
  return null;
}
function labelsOf(set) {
  var list = [];
  data.controls.forEach(function (c, i) { if (set >> BigInt(i) & 1n) list.push(c.label); });
  return list;
}
