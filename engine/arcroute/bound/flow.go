package bound

// Least cuts by Dinic's method on real capacities, and the tree of least cuts
// between all pairs (Gomory and Hu 1961, in Gusfield's form of 1990).

// network is an undirected graph with capacities.
type network struct {
	to    []int32
	cap   []float64
	first [][]int32 // by vertex, its arcs; arc^1 runs back
	full  []float64
	level []int32
	next  []int
	queue []int32
}

func newNetwork(n int) *network {
	return &network{first: make([][]int32, n), level: make([]int32, n), next: make([]int, n)}
}

// join adds an edge with capacities there and back.
func (w *network) join(u, v int32, there, back float64) {
	id := int32(len(w.to))
	w.to = append(w.to, v, u)
	w.full = append(w.full, there, back)
	w.first[u] = append(w.first[u], id)
	w.first[v] = append(w.first[v], id+1)
}

// cut finds the least cut between two vertices; afterwards level tells the side
// of s by values that are not negative.
func (w *network) cut(s, t int32) float64 {
	w.cap = append(w.cap[:0], w.full...)
	flow := 0.0
	for w.layer(s, t) {
		for i := range w.next {
			w.next[i] = 0
		}
		for {
			f := w.push(s, t, 1e18)
			if f <= 1e-9 {
				break
			}
			flow += f
		}
	}
	return flow
}

func (w *network) layer(s, t int32) bool {
	for i := range w.level {
		w.level[i] = -1
	}
	w.level[s] = 0
	w.queue = append(w.queue[:0], s)
	for k := 0; k < len(w.queue); k++ {
		v := w.queue[k]
		for _, a := range w.first[v] {
			if u := w.to[a]; w.cap[a] > 1e-9 && w.level[u] < 0 {
				w.level[u] = w.level[v] + 1
				w.queue = append(w.queue, u)
			}
		}
	}
	return w.level[t] >= 0
}

func (w *network) push(v, t int32, most float64) float64 {
	if v == t {
		return most
	}
	for ; w.next[v] < len(w.first[v]); w.next[v]++ {
		a := w.first[v][w.next[v]]
		u := w.to[a]
		if w.cap[a] <= 1e-9 || w.level[u] != w.level[v]+1 {
			continue
		}
		if f := w.push(u, t, min(most, w.cap[a])); f > 1e-9 {
			w.cap[a] -= f
			w.cap[a^1] += f
			return f
		}
	}
	return 0
}

// tree calls visit with one side of each fundamental cut of a tree of least
// cuts: among them is a least cut between any two vertices, and a least odd
// one (Padberg and Rao 1982).
func (w *network) tree(visit func(side []bool)) {
	n := len(w.first)
	parent := make([]int32, n)
	for s := int32(1); int(s) < n; s++ {
		t := parent[s]
		w.cut(s, t)
		for i := range int32(n) {
			if i != s && w.level[i] >= 0 && parent[i] == t {
				parent[i] = s
			}
		}
		if w.level[parent[t]] >= 0 && t != 0 {
			parent[s], parent[t] = parent[t], s
		}
	}
	children := make([][]int32, n)
	for i := int32(1); int(i) < n; i++ {
		children[parent[i]] = append(children[parent[i]], i)
	}
	side := make([]bool, n)
	for root := int32(1); int(root) < n; root++ {
		for i := range side {
			side[i] = false
		}
		stack := []int32{root}
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = append(stack[:len(stack)-1], children[v]...)
			side[v] = true
		}
		visit(side)
	}
}
