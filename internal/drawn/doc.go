// Package drawn has the problems that tests share: small ones that are written out ([Valid],
// [Home]), and random ones ([Problem]). [Rota] reads a rota that is drawn as text. Only tests
// import it.
package drawn
