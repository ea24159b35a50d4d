// Package flow has networks with whole capacities: greatest flows (Dinic), the least cut that lies
// nearest to the sink, and lower bounds on the cost of carrying an amount (Goldberg and Tarjan's
// cost scaling, read from the dual). Arcs are gathered with Add, laid out by Seal, and then carry
// flow. Bounds of the engine and proofs that are grown from whole levels stand on it.
package flow
