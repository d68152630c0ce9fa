// Command ledgerwitness is a witness after C2SP tlog-witness (add-checkpoint) and tlog-cosignature (cosignature/v1), for one log. Notes,
// proofs and Ed25519 are the Go project's own code; it shares nothing with Weir.
//
//	ledgerwitness VKEY NAME STATE      prints its key and its address, a line each, and serves until its input ends
//
// VKEY is the key of the log. STATE keeps how far the witness has come; it is written before a cosignature leaves.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const cosignatureV1 = 0x04

type witness struct {
	sync.Mutex
	log   note.Verifier
	name  string
	id    uint32
	key   ed25519.PrivateKey
	state string
	seen  tlog.Tree
}

func newWitness(vkey, name, state string) (*witness, error) {
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(append(append([]byte(name), '\n', cosignatureV1), public...))
	w := &witness{log: log, name: name, id: binary.BigEndian.Uint32(hash[:4]), key: private, state: state}
	fmt.Printf("key %s+%08x+%s\n", name, w.id, base64.StdEncoding.EncodeToString(append([]byte{cosignatureV1}, public...)))
	return w, nil
}

// refusal is what the specification wants a request answered with.
type refusal struct {
	status int
	says   string
}

func (w *witness) add(body string) (string, *refusal) {
	head, signed, ok := strings.Cut(body, "\n\n")
	if !ok {
		return "", &refusal{400, "no empty line"}
	}
	lines := strings.Split(head, "\n")
	if !strings.HasPrefix(lines[0], "old ") {
		return "", &refusal{400, "no old size"}
	}
	text := lines[0][len("old "):]
	old, err := strconv.ParseInt(text, 10, 64)
	if err != nil || old < 0 || strconv.FormatInt(old, 10) != text || len(lines) > 64 {
		return "", &refusal{400, "no old size, or too long a proof"}
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", &refusal{400, "a line that is no hash"}
		}
		proof = append(proof, hash)
	}
	if origin, _, _ := strings.Cut(signed, "\n"); origin != w.log.Name() {
		return "", &refusal{404, "another log"}
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(w.log))
	if err != nil {
		return "", &refusal{403, err.Error()}
	}
	tree, err := tlogTree(opened.Text)
	if err != nil {
		return "", &refusal{400, err.Error()}
	}
	if old > tree.N {
		return "", &refusal{400, "the old size is beyond the checkpoint"}
	}
	return w.cosign(old, proof, tree, opened.Text)
}

func tlogTree(text string) (tlog.Tree, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 {
		return tlog.Tree{}, fmt.Errorf("no checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, err
}

func (w *witness) cosign(old int64, proof tlog.TreeProof, tree tlog.Tree, text string) (string, *refusal) {
	w.Lock()
	defer w.Unlock()
	if old != w.seen.N {
		return "", &refusal{409, strconv.FormatInt(w.seen.N, 10) + "\n"}
	}
	switch {
	case tree.N == 0 && tree.Hash != tlog.Hash(sha256.Sum256(nil)):
		return "", &refusal{422, "the empty tree has another root"}
	case old == 0 && len(proof) > 0:
		return "", &refusal{422, "nothing is to be proved of an empty tree"}
	case old == tree.N && old > 0 && (tree.Hash != w.seen.Hash || len(proof) > 0):
		return "", &refusal{422, "another root at the same size"}
	case old > 0 && old < tree.N:
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, w.seen.Hash); err != nil {
			return "", &refusal{422, err.Error()}
		}
	}
	if err := os.WriteFile(w.state+".tmp", []byte(fmt.Sprintf("%d\n%v\n", tree.N, tree.Hash)), 0o600); err != nil {
		return "", &refusal{500, err.Error()}
	}
	if err := os.Rename(w.state+".tmp", w.state); err != nil {
		return "", &refusal{500, err.Error()}
	}
	w.seen = tree
	now := time.Now().Unix()
	signature := ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, text)))
	line := binary.BigEndian.AppendUint32(nil, w.id)
	line = binary.BigEndian.AppendUint64(line, uint64(now))
	return fmt.Sprintf("— %s %s\n", w.name, base64.StdEncoding.EncodeToString(append(line, signature...))), nil
}

func (w *witness) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodPost || request.URL.Path != "/add-checkpoint" {
		http.NotFound(answer, request)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, 1<<16))
	if err != nil {
		http.Error(answer, err.Error(), 400)
		return
	}
	cosignature, refused := w.add(string(body))
	if refused == nil {
		io.WriteString(answer, cosignature)
		return
	}
	if refused.status == 409 {
		answer.Header().Set("Content-Type", "text/x.tlog.size")
	}
	answer.WriteHeader(refused.status)
	io.WriteString(answer, refused.says)
}

func main() {
	if len(os.Args) != 4 {
		fmt.Println("usage: ledgerwitness VKEY NAME STATE")
		os.Exit(2)
	}
	w, err := newWitness(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Printf("address http://%s/\n", listener.Addr())
	go http.Serve(listener, w)
	io.Copy(io.Discard, os.Stdin)
}
