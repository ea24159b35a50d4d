package constraints

// family keeps a member of the family to the windows that are listed: family
// is never cover by default, whatever else is said of availability.
type family struct{}

func (family) Name() string { return "family" }

func (family) Build(b *Builder) {
	for w := range b.Workers {
		if b.OfFamily(w) {
			b.Offer(w, offered(b, w)...)
		}
	}
}
