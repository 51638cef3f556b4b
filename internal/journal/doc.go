// Package journal writes what a poller learns to a file, and reads it again: every event of the fold in its order, so that
// a poller.Fold makes the same snapshots of a recording as the dashboard showed.
//
// A recording is a text file with a JSON object a line. It begins with a header; then comes a line for each event. What
// an answer says is written as the difference to what the recording has said before about the same thing, so that an
// answer without news takes some hundred bytes. Every few minutes a checkpoint says what a reader must know who has not
// read the lines before it. docs/recording.md describes all of it.
//
// A Recorder never holds the poller up. It keeps a fold of its own, from which it takes its checkpoints; with a mask in
// front of it, nothing that the mask took away can get into the file by another way.
package journal
