package api

// Optional is a value that the service may leave out, or send in a form that makes no sense.
// Unknown is not zero: whoever shows it must say so.
type Optional[T any] struct {
	Value T
	Known bool
}

// Some is a known value.
func Some[T any](v T) Optional[T] { return Optional[T]{Value: v, Known: true} }

// Or is the value, or fallback when it is unknown.
func (o Optional[T]) Or(fallback T) T {
	if o.Known {
		return o.Value
	}
	return fallback
}
