package anonymise

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
)

// The smallest and largest key, in bytes. The largest is there so that a wrong file is found at once.
const (
	keyMin = 32
	keyMax = 4096
)

// differentMin is the number of different bytes in a key below which it cannot be random: 32 random bytes have as few in one
// of 10^23 keys, and hexadecimal digits have up to 16.
const differentMin = 10

// ErrKey is the error of a key that is no good.
var ErrKey = errors.New("is no key")

// Key makes the names and the date. Who has it can find out the names by trying.
type Key struct{ secret []byte }

// NewKey returns a key of 32 random bytes.
func NewKey() Key {
	secret := make([]byte, keyMin)
	_, _ = rand.Read(secret) // it never fails
	return Key{secret}
}

// ReadKey returns the key in a file: 32 bytes or more. errors.Is(err, ErrKey) holds if they cannot be one.
func ReadKey(name string) (Key, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Key{}, err
	}
	if !info.Mode().IsRegular() {
		return Key{}, fmt.Errorf("%s %w: it is no regular file", name, ErrKey)
	}
	f, err := os.Open(name)
	if err != nil {
		return Key{}, err
	}
	defer f.Close()
	secret, err := io.ReadAll(io.LimitReader(f, keyMax+1))
	if err != nil {
		return Key{}, err
	}
	key, err := KeyOf(secret)
	if err != nil {
		return Key{}, fmt.Errorf("%s %w", name, err)
	}
	return key, nil
}

// KeyOf returns the key of at least 32 bytes, which it keeps. errors.Is(err, ErrKey) holds if they cannot be one.
func KeyOf(secret []byte) (Key, error) {
	different := map[byte]bool{}
	for _, b := range secret {
		different[b] = true
	}
	switch {
	case len(secret) < keyMin:
		return Key{}, fmt.Errorf("%w: it has %d bytes; at least %d are needed", ErrKey, len(secret), keyMin)
	case len(secret) > keyMax:
		return Key{}, fmt.Errorf("%w: it has more than %d bytes", ErrKey, keyMax)
	case len(different) < differentMin:
		return Key{}, fmt.Errorf("%w: it has %d different bytes, so it is not random", ErrKey, len(different))
	}
	return Key{secret}, nil
}

// Write writes the key into a new file that its owner alone may read.
func (k Key) Write(name string) error { return writePrivate(name, k.secret) }

// writePrivate writes a new file that its owner alone may read.
func writePrivate(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// digest returns what the key makes of a text of some kind.
func (k Key) digest(kind, text string) [sha256.Size]byte {
	h := hmac.New(sha256.New, k.secret)
	fmt.Fprintf(h, "lossreplay anonymise/1\x00%s\x00%s", kind, text)
	return [sha256.Size]byte(h.Sum(nil))
}
