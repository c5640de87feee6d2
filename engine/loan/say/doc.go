// Package say puts what the loan engine answers into sentences, in Chinese and
// in English: explanations of cash flows, reasons why terms cannot be, names of
// terms. The engine itself answers with keys and numbers.
//
// Every rule and every problem of the engine has its sentence, held by tests.
package say
