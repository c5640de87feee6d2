package roster_test

import (
	"fmt"

	"kaigong.example/kaigong/engine/roster"
)

func ExampleReadText() {
	in, err := roster.ReadText("tiny", []byte("SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=7,2400,960,5,2,2,1\nSECTION_COVER\n0,D,1,100,1\n0,X,1,100,1\n"))
	fmt.Println(len(in.People), "person,", len(in.Cover), "cover")
	fmt.Println(err)
	// Output:
	// 1 person, 1 cover
	// roster: line 9: day 0 shift type X is no declared shift type; declare it or correct the name
}
