// Command ledgercheck verifies a ledger with the Go project's own code for transparency logs (golang.org/x/mod/sumdb): the
// signature, every tile, every entry, a proof of inclusion for each, and that every smaller tree is a prefix of the whole.
//
//	ledgercheck FOLDER VKEY      exit code 0: sound; 1: not
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder reads tiles of height 8 as C2SP tlog-tiles lays them out: the path of the checksum database without the height.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			full := tile
			full.W = 256
			data, err = os.ReadFile(filepath.Join(string(f), strings.Replace(full.Path(), "tile/8/", "tile/", 1)))
			if err != nil {
				return nil, err
			}
			data = data[:tile.W*tlog.HashSize]
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) bundle(n, size int64) ([]byte, error) {
	width := size - n*256
	if width > 256 {
		width = 256
	}
	tile := tlog.Tile{H: 8, L: -1, N: n, W: int(width)}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	if data, err := os.ReadFile(filepath.Join(string(f), path)); err == nil {
		return data, nil
	}
	tile.W = 256
	return os.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)))
}

func check(f folder, vkey string) (int64, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, err
	}
	signed, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	if err != nil {
		return 0, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return 0, err
	}
	var origin, root string
	var tree tlog.Tree
	if _, err := fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &tree.N, &root); err != nil {
		return 0, err
	}
	if origin != verifier.Name() {
		return 0, fmt.Errorf("the checkpoint is of %s", origin)
	}
	if tree.Hash, err = tlog.ParseHash(root); err != nil {
		return 0, err
	}
	reader := tlog.TileHashReader(tree, f)
	for n := int64(0); n*256 < tree.N; n++ {
		data, err := f.bundle(n, tree.N)
		if err != nil {
			return 0, err
		}
		for id := n * 256; id < tree.N && id < (n+1)*256; id++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return 0, fmt.Errorf("entry %d is cut short", id)
			}
			length := int(binary.BigEndian.Uint16(data))
			proof, err := tlog.ProveRecord(tree.N, id, reader)
			if err != nil {
				return 0, err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, id, tlog.RecordHash(data[2:2+length])); err != nil {
				return 0, fmt.Errorf("entry %d: %v", id, err)
			}
			data = data[2+length:]
		}
	}
	for n := int64(1); n < tree.N; n++ {
		hash, err := tlog.TreeHash(n, reader)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(tree.N, n, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, n, hash); err != nil {
			return 0, fmt.Errorf("the tree of %d: %v", n, err)
		}
	}
	return tree.N, nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Println("usage: ledgercheck FOLDER VKEY")
		os.Exit(2)
	}
	size, err := check(folder(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Println("not sound:", err)
		os.Exit(1)
	}
	fmt.Println("sound:", size, "entries")
}
