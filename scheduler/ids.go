package scheduler

// IDs are the ids of all entries of a kind, "worker", "client", "need" or "provider", in their order; nil for another
// kind.
func (p *Problem) IDs(kind string) []string {
	if p == nil {
		return nil
	}
	switch kind {
	case "worker":
		return idsOf(p.Workers, func(w *Worker) string { return w.ID })
	case "client":
		return idsOf(p.Clients, func(c *Client) string { return c.ID })
	case "need":
		return idsOf(p.Needs, func(n *Need) string { return n.ID })
	case "provider":
		return idsOf(p.Providers, func(o *Provider) string { return o.ID })
	}
	return nil
}

func idsOf[T any](list []T, id func(*T) string) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = id(&list[i])
	}
	return ids
}
