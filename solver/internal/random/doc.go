// Package random is a small fast source of random numbers whose whole state is one word.
package random
