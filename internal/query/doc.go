// Package query is the filter language, the same on the screen and in every command. docs/filter.md describes it for
// the people who type it; Fields and Syntax hold the same for help texts and completion, and a test keeps them alike.
//
// Terms stand apart by blanks, and a task must satisfy them all.
//
//   - web          the word is in the image, the id or the route: a namespace is part of the image, and a route is the
//     regions and instances at both ends. Case does not count. A word may hold a colon: nginx:1.27.
//   - to:eu,us     the field holds one of these; a comma means or.
//   - size>1GiB    the figure compares so: > < >= <= =. What is not known satisfies no comparison.
//   - /web-\d+/    a regular expression (RE2, case does not count) over what a word is looked for in, ^ and $ being the
//     ends of each name; also image:/…/. It ends at a slash with a blank or nothing behind it.
//   - "a b"        quotes keep blanks, commas and signs; also image:"a b". A backslash keeps a quote: "a\"b".
//   - -term        the opposite of any term: -size>1GiB lets through what is smaller and what is unknown.
//
// Parse is pure and reads no clock; whoever matches says what time it is. A mistake is an *Error with its place. When
// the text only breaks off inside its last term, as it does while somebody types, the error is Incomplete, and the
// query that comes with it matches by what is there without the unfinished piece.
package query
