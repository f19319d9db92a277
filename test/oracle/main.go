// The oracle says what a Kubernetes API server answers to objects, by the server's own code.
//
// It reads JSON lines {"id": …, "object": {…}} and answers each with {"id": …, "errors": […]}: none if the object would
// be stored, and if the pods that a controller makes of it would be, too. Objects of a kind without a validation here
// are answered with {"id": …, "unknown": "<apiVersion> <kind>"}. Arguments are files or folders with definitions of
// custom resources, as YAML or JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"k8s.io/kubernetes/pkg/capabilities"
)

// request is one object, with whatever its sender knows it by.
type request struct {
	ID     json.RawMessage `json:"id"`
	Object json.RawMessage `json:"object"`
}

// answer is what the server says of one object.
type answer struct {
	ID      json.RawMessage `json:"id"`
	Errors  []string        `json:"errors"`
	Unknown string          `json:"unknown,omitempty"`
}

// atOnce is how many lines are judged at once, answered in their order.
const atOnce = 4096

func main() {
	// as every distribution of Kubernetes sets it up
	capabilities.Setup(true, 0)
	customs, err := readDefinitions(os.Args[1:])
	if err == nil {
		err = judgeAll(os.Stdin, os.Stdout, judge{customs: customs})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judgeAll(in io.Reader, out io.Writer, judge judge) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		lines, readErr := readLines(reader)
		answers := make([]answer, len(lines))
		parallel(len(lines), func(index int) { answers[index] = judge.line(lines[index]) })
		for _, each := range answers {
			if err := encoder.Encode(each); err != nil {
				return err
			}
		}
		if readErr == io.EOF {
			return writer.Flush()
		}
		if readErr != nil {
			return readErr
		}
	}
}

func readLines(reader *bufio.Reader) ([][]byte, error) {
	var lines [][]byte
	for len(lines) < atOnce {
		line, err := reader.ReadBytes('\n')
		if len(line) > 1 {
			lines = append(lines, line)
		}
		if err != nil {
			return lines, err
		}
	}
	return lines, nil
}

func parallel(count int, work func(index int)) {
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			for index := worker; index < count; index += workers {
				work(index)
			}
		})
	}
	group.Wait()
}
