// Package oracle holds the simulator against code that knows nothing of it: the vendor's own Go client core signs
// and sends the calls. It is a module of its own so that the vendor's modules stay out of acrwatch.
package oracle
