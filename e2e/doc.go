// Package e2e drives the program as people do, in a real browser: the core
// journey from "we need 800,000 yuan" to the first instalment, with and
// without JavaScript, in both languages, on a desk and on a phone. Every page
// on the way is also looked at for what no journey would notice: findings of
// axe-core, links that lead nowhere, text keys that were never translated,
// pages wider than a phone, policy violations and requests to other hosts.
//
// Words: a house is one running park of its own; a person is somebody with a
// browser session of their own; a view is a language and a width.
//
// KAIGONG_SHOTS=DIR keeps pictures of the main pages. Without chromium the
// tests say so in one line and return.
package e2e
