package cpsat

import (
	"encoding/binary"
	"errors"
	"io"
)

// Between this program and the child that has the library travel frames: a
// byte that says what it is, four bytes for the length, the content.
const (
	frameHello = 'H' // from the child: it is ready; the library's version
	frameError = 'E' // from the child: why it cannot go on
	frameSolve = 'S' // to the child: four bytes for the parameters' length, the parameters, the model
	frameStop  = 'X' // to the child: end the search under way with what there is
	frameReply = 'R' // from the child: the response
)

// mostFrame is the most that the library's interface can take.
const mostFrame = 1<<31 - 1

var errTooLarge = errors.New("cpsat: the model is larger than CP-SAT takes (2 GiB)")

func writeFrame(w io.Writer, kind byte, parts ...[]byte) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if n > mostFrame {
		return errTooLarge
	}
	head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(n))
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

func readFrame(r io.Reader) (kind byte, content []byte, err error) {
	var head [5]byte
	if _, err = io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > mostFrame {
		return 0, nil, errReply
	}
	content = make([]byte, n)
	_, err = io.ReadFull(r, content)
	return head[0], content, err
}

// splitSolve takes apart the content of a frame that asks for a search.
func splitSolve(content []byte) (params, model []byte, err error) {
	if len(content) < 4 {
		return nil, nil, errReply
	}
	n := int(binary.BigEndian.Uint32(content))
	if n > len(content)-4 {
		return nil, nil, errReply
	}
	return content[4 : 4+n], content[4+n:], nil
}
