// Command ledgerfsck puts a ledger before the code that others run against transparency logs: tessera's fsck, which makes every tile again from
// the entries, and torchwood's verifier of proofs and checkpoints.
//
//	ledgerfsck log FOLDER|URL VKEY                    every entry, every tile, the checkpoint
//	ledgerfsck proof FILE ENTRY VKEY [WITNESS...]     a tlog-proof of the entry in the file ENTRY, cosigned by every WITNESS
//	ledgerfsck checkpoint FILE VKEY [WITNESS...]      a checkpoint, cosigned by every WITNESS
//
// Exit code 0: sound; 1: not.
package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"filippo.io/torchwood"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"k8s.io/klog/v2"
)

func checkLog(where, vkey string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", err
	}
	var source fsck.Fetcher = client.FileFetcher{Root: where}
	if strings.HasPrefix(where, "http://") {
		address, err := url.Parse(where)
		if err != nil {
			return "", err
		}
		if source, err = client.NewHTTPFetcher(address, nil); err != nil {
			return "", err
		}
	}
	ctx := context.Background()
	if err := fsck.New(verifier.Name(), verifier, source, leaves, fsck.Opts{N: 2}).Check(ctx); err != nil {
		return "", err
	}
	checkpoint, _, _, err := client.FetchCheckpoint(ctx, source.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d entries", checkpoint.Size), nil
}

func leaves(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

// policy wants the log's own signature, under its own name, and that of every witness.
func policy(vkey string, witnesses []string) (torchwood.Policy, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	all := []torchwood.Policy{torchwood.OriginPolicy(verifier.Name()), torchwood.SingleVerifierPolicy(verifier)}
	for _, witness := range witnesses {
		cosigner, err := torchwood.NewCosignatureVerifier(witness)
		if err != nil {
			return nil, err
		}
		all = append(all, torchwood.SingleVerifierPolicy(cosigner))
	}
	return torchwood.ThresholdPolicy(len(all), all...), nil
}

func checkProof(proofPath, entryPath, vkey string, witnesses []string) (string, error) {
	wanted, err := policy(vkey, witnesses)
	if err != nil {
		return "", err
	}
	proof, err := os.ReadFile(proofPath)
	if err != nil {
		return "", err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return "", err
	}
	return "the entry is in the log", torchwood.VerifyProof(wanted, tlog.RecordHash(entry), proof)
}

func checkCheckpoint(path, vkey string, witnesses []string) (string, error) {
	wanted, err := policy(vkey, witnesses)
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	checkpoint, _, err := torchwood.VerifyCheckpoint(signed, wanted)
	return fmt.Sprintf("%d entries", checkpoint.N), err
}

func main() {
	// What fsck tells of its progress is nobody's verdict.
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	var says string
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 3 && args[0] == "log":
		says, err = checkLog(args[1], args[2])
	case len(args) >= 4 && args[0] == "proof":
		says, err = checkProof(args[1], args[2], args[3], args[4:])
	case len(args) >= 3 && args[0] == "checkpoint":
		says, err = checkCheckpoint(args[1], args[2], args[3:])
	default:
		fmt.Println("usage: ledgerfsck log FOLDER|URL VKEY | proof FILE ENTRY VKEY [WITNESS...] | checkpoint FILE VKEY [WITNESS...]")
		os.Exit(2)
	}
	if err != nil {
		fmt.Println("not sound:", err)
		os.Exit(1)
	}
	fmt.Println("sound:", says)
}
