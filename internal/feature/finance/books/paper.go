package books

// Statements for paper. What was issued stays as it was; its code leads to a
// public page that compares it with the books of the day.

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Paper is a statement as it was issued.
type Paper struct {
	ID        string    `json:"id"`
	Code      string    `json:"code"`
	Party     string    `json:"party"`
	Name      i18n.Text `json:"name"` // of the party
	Statement Statement `json:"statement"`
	Digest    string    `json:"digest"`
	By        string    `json:"-"`
	Issued    time.Time `json:"issued"`

	body string // as it is stored
}

// IssueStatement is how a party has a statement issued for paper. The last day
// counts.
type IssueStatement struct {
	Contract string `json:"contract" form:"contract" doc:"Identifier of a contract; empty for all of the party"`
	From     string `json:"from" form:"from" doc:"First day; the first of the month where it is empty"`
	To       string `json:"to" form:"to" doc:"Last day, not after today; today where it is empty"`
}

// Digest is the SHA-256 of what a statement says in a canonical text, as 64 hex
// digits: the line "kaigong-statement-v1"; a line of contract, first and last
// day, opening and closing balance, and what waited before and after; then for
// each movement a line of day, contract, kind, number, 1 for a reversal, and its
// sums in the order of Line. Sums are in fen; values are parted by tabs.
func (st *Statement) Digest() string {
	var text strings.Builder
	fmt.Fprintf(&text, "kaigong-statement-v1\n%s\t%s\t%s\t%d\t%d\t%d\t%d\n", st.Contract, st.From, st.To, st.OpeningFen, st.ClosingFen, st.WaitsBefore, st.WaitsAfter)
	for _, x := range st.Lines {
		fmt.Fprintf(&text, "%s\t%s\t%s\t%s\t%d", x.On, x.Ref, x.Kind, x.Number, db.Flag(x.Reversal))
		for _, fen := range []money.Fen{x.OutFen, x.InFen, x.PrincipalFen, x.InterestFen, x.PenaltyFen, x.FeeFen, x.OtherFen, x.WaitingFen, x.LostFen, x.BalanceFen} {
			fmt.Fprintf(&text, "\t%d", fen)
		}
		text.WriteString("\n")
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

// paperResource is a paper as policies see it: its party's own, as borrower or
// as lender.
func paperResource(p *Paper) authz.Resource {
	r := collection(p.Party)
	r.Ref, r.Read = authz.Ref{Type: "Statement", ID: p.ID}, "books.statement"
	return r
}

// Issue keeps a statement as it stands and gives it a code.
func (s *Service) Issue(ctx context.Context, in IssueStatement) (p Paper, err error) {
	today := s.today()
	ask := Ask{Contract: in.Contract, From: in.From, To: in.To}
	if err := ask.check(today); err != nil {
		return p, err
	}
	var k fault.Check
	k.That(ask.To <= today.String(), "to", "books.paper.future")
	if err := k.Err(); err != nil {
		return p, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "books.issue", collection(who.Party)); err != nil {
			return err
		}
		st, err := s.statementOf(ctx, tx, who.Party, ask)
		if err != nil {
			return err
		}
		st.Loans = slices.DeleteFunc(st.Loans, func(l Loan) bool { return ask.Contract != "" && l.ID != ask.Contract })
		code, err := s.code()
		if err != nil {
			return err
		}
		p = Paper{ID: s.NewID(), Code: code, Party: who.Party, Statement: st, Digest: st.Digest(), By: who.Person, Issued: s.Now()}
		if err := insertPaper(ctx, tx, &p); err != nil {
			return err
		}
		_, err = s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "books.paper.issue", Case: p.ID, Person: who.Person, Party: who.Party, Parties: []string{who.Party}, Fields: p.facts()})
		return err
	})
	return p, err
}

// code is 128 bits that nobody guesses, in letters and digits that nobody
// confuses.
func (s *Service) code() (string, error) {
	b := make([]byte, 16)
	_, err := io.ReadFull(s.Random, b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)), err
}

// facts are what the log knows of a paper.
func (p *Paper) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "paper.code", Value: p.Code}, {Name: "paper.of", Value: p.Party + " " + p.Statement.Contract}, {Name: "paper.period", Value: p.Statement.From + " " + p.Statement.To},
		{Name: "paper.digest", Value: p.Digest}, {Name: "paper.body", Value: hexSum(p.body)}, {Name: "paper.issued", Value: p.By + " " + fmt.Sprint(db.Micros(p.Issued))},
	}
}

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Paper shows a statement that was issued to the reader's own party.
func (s *Service) Paper(ctx context.Context, id string) (p Paper, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if p, err = paperBy(ctx, tx, "id", id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "books.statement", paperResource(&p)); err != nil {
			return err
		}
		p.Name, err = s.Parties.Short(ctx, tx, p.Party)
		return err
	})
	return p, err
}

// papersShown bounds the list of what was issued.
const papersShown = 20

// Papers lists what was issued to the reader's own party, the newest first.
func (s *Service) Papers(ctx context.Context) (all []Paper, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "books.statement", collection(own)); err != nil {
			return err
		}
		all, err = db.All(ctx, tx, scanPaper, `SELECT `+paperColumns+` FROM books_paper WHERE party_id = $1 ORDER BY issued_us DESC, id DESC LIMIT $2`, own, papersShown)
		return err
	})
	return all, err
}

// Answers about a paper that somebody holds.
const (
	Genuine    = "current"    // and what the books say today
	Superseded = "superseded" // genuine, but something was booked into its period since
	Unknown    = "unknown"    // no such paper was ever issued
)

// Proof is what anybody may learn of a paper that they hold: enough to see that
// it says what was issued.
type Proof struct {
	Answer     string    `json:"answer" enum:"current,superseded,unknown"`
	Name       i18n.Text `json:"name"`
	Refs       []string  `json:"contracts"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	OpeningFen money.Fen `json:"opening_fen"`
	ClosingFen money.Fen `json:"closing_fen"`
	Lines      int       `json:"movements"`
	Digest     string    `json:"digest"`
	Issued     time.Time `json:"issued"`
}

// Verify answers whoever holds a paper. It asks for no permission: the code is
// on the paper, and nobody guesses one.
func (s *Service) Verify(ctx context.Context, code string) (x Proof, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := paperBy(ctx, tx, "code", strings.ToLower(strings.TrimSpace(code)))
		if f := fault.Of(err); err != nil && f.Kind == fault.NotFound || err == nil && p.Statement.Digest() != p.Digest {
			x.Answer = Unknown
			return nil
		}
		if err != nil {
			return err
		}
		st := p.Statement
		x = Proof{Answer: Superseded, From: st.From, To: st.To, OpeningFen: st.OpeningFen, ClosingFen: st.ClosingFen, Lines: len(st.Lines), Digest: p.Digest, Issued: p.Issued}
		for _, l := range st.Loans {
			x.Refs = append(x.Refs, l.Ref)
		}
		now, err := s.statementOf(ctx, tx, p.Party, Ask{Contract: st.Contract, From: st.From, To: st.To})
		if err != nil {
			return err
		}
		if now.Digest() == p.Digest {
			x.Answer = Genuine
		}
		x.Name, err = s.Parties.Short(ctx, tx, p.Party)
		return err
	})
	return x, err
}

const paperColumns = `id, code, party_id, contract_id, from_on, to_on, body, digest, issued_by, issued_us`

func scanPaper(scan db.Scan) (p Paper, err error) {
	var contract, from, to string
	var issued int64
	if err := scan(&p.ID, &p.Code, &p.Party, &contract, &from, &to, &p.body, &p.Digest, &p.By, &issued); err != nil {
		return p, err
	}
	p.Issued = db.Instant(issued)
	err = json.Unmarshal([]byte(p.body), &p.Statement)
	p.Statement.Contract, p.Statement.From, p.Statement.To = contract, from, to
	return p, err
}

func insertPaper(ctx context.Context, tx db.Tx, p *Paper) error {
	text, err := json.Marshal(p.Statement)
	if err != nil {
		return err
	}
	p.body = string(text)
	_, err = tx.Exec(ctx, `INSERT INTO books_paper (`+paperColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, p.Code, p.Party, p.Statement.Contract, p.Statement.From, p.Statement.To, p.body, p.Digest, p.By, db.Micros(p.Issued))
	return err
}

// paperBy finds a paper by its id or its code.
func paperBy(ctx context.Context, tx db.Tx, column, value string) (Paper, error) {
	query := map[string]string{"id": `SELECT ` + paperColumns + ` FROM books_paper WHERE id = $1`, "code": `SELECT ` + paperColumns + ` FROM books_paper WHERE code = $1`}[column]
	p, err := db.One(ctx, tx, scanPaper, query, value)
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return p, err
}

// papers is every statement that was issued.
type papers struct{}

// Fields names the fields that the source answers for.
func (papers) Fields() []string {
	return []string{"paper.code", "paper.of", "paper.period", "paper.digest", "paper.body", "paper.issued"}
}

// Facts lists their present values.
func (papers) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanPaper, `SELECT `+paperColumns+` FROM books_paper ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Paper) (string, []auditlog.Field) { return x.ID, x.facts() })
}
