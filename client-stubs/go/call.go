// A call's signalling through a sidecar: offer, answer, query, delete. Usage: call [HOST:PORT]
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"regexp"
	"sort"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "github.com/rtpengine-sidecar/go/rtpengine/v1"
)

var audio = regexp.MustCompile(`(?m)^m=audio (\d+)`)

func sdp(port int) []byte {
	return []byte(strings.Join([]string{
		"v=0",
		"o=- 1 1 IN IP4 127.0.0.1",
		"s=-",
		"c=IN IP4 127.0.0.1",
		"t=0 0",
		fmt.Sprintf("m=audio %d RTP/AVP 0", port),
		"",
	}, "\r\n"))
}

func audioPort(body []byte) string {
	found := audio.FindSubmatch(body)
	if found == nil {
		log.Fatalf("no audio in %q", body)
	}
	return string(found[1])
}

func randomID() string {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		log.Fatal(err)
	}
	return fmt.Sprintf("%x", id)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	sidecar := "127.0.0.1:50051"
	if len(os.Args) > 1 {
		sidecar = os.Args[1]
	}
	connection, err := grpc.Dial(sidecar, grpc.WithInsecure())
	check(err)
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()

	calls := pb.NewCallServiceClient(connection)
	callID := randomID()
	// Bob is behind a browser, Alice is not.
	ice := &pb.IceNegotiation{Mode: pb.IceMode_ICE_MODE_FORCE.Enum()}
	options := &pb.SessionOptions{Ice: &pb.IceOptions{Negotiation: ice}}

	offer, err := calls.Offer(ctx, &pb.OfferRequest{
		CallId: callID, FromTag: "alice", Sdp: sdp(20000), Options: options,
	})
	check(err)
	fmt.Printf("offer: port 20000 became %s, on %s\n", audioPort(offer.Sdp), offer.Served.Node)
	if !bytes.Contains(offer.Sdp, []byte("a=candidate:")) {
		log.Fatal("the offer has no ICE candidate")
	}

	answer, err := calls.Answer(ctx, &pb.AnswerRequest{
		CallId: callID, FromTag: "alice", ToTag: "bob", Sdp: sdp(20002),
	})
	check(err)
	fmt.Printf("answer: port 20002 became %s\n", audioPort(answer.Sdp))

	query, err := calls.Query(ctx, &pb.QueryRequest{CallId: callID})
	check(err)
	var parties []string
	for tag := range query.Report.Tags {
		parties = append(parties, tag)
	}
	sort.Strings(parties)
	fmt.Printf("query: the parties are %s\n", strings.Join(parties, ", "))

	deleted, err := calls.Delete(ctx, &pb.DeleteRequest{CallId: callID})
	check(err)
	fmt.Printf("delete: %d packets crossed\n", deleted.Report.Totals.Rtp.GetPackets())

	_, err = calls.Query(ctx, &pb.QueryRequest{CallId: callID + "-unknown"})
	if status.Code(err) != codes.NotFound {
		log.Fatalf("query of a call that is not there: %v", err)
	}
	fmt.Printf("query of another: %s\n", status.Code(err))
}
