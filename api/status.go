package api

import "strings"

// Status is a TaskStatus as the service wrote it, cleaned. The documents list few of its values
// (PENDING, SYNCHRONIZING, SUCCESS, ERROR, CANCELED for sync tasks; RUNNING for subscriptions), so it stays open.
type Status string

// Phase is where a task or a part of one stands, whatever its family of operations calls it.
type Phase uint8

const (
	// PhaseUnknown is a status that no document names. It counts as running, never as finished.
	PhaseUnknown Phase = iota
	PhaseQueued
	PhaseRunning
	PhaseDone
	PhaseFailed
	PhaseCanceled
)

// Finished says that the service will not move the task any more.
func (p Phase) Finished() bool { return p >= PhaseDone }

// SyncPhase reads the status of a sync task or of one of its layers.
func SyncPhase(s Status) Phase {
	switch strings.ToUpper(string(s)) {
	case "PENDING", "WAITING", "QUEUED":
		return PhaseQueued
	case "SYNCHRONIZING", "SYNCING", "RUNNING":
		return PhaseRunning
	case "SUCCESS":
		return PhaseDone
	case "ERROR", "FAILED":
		return PhaseFailed
	case "CANCELED", "CANCELLED":
		return PhaseCanceled
	}
	return PhaseUnknown
}

// SubscriptionPhase reads the status of a subscription task or of one of its tags, and only when that
// says finished, the result: the documented sample is RUNNING with the result SUCCESS and an end time.
func SubscriptionPhase(s Status, result string) Phase {
	switch strings.ToUpper(string(s)) {
	case "PENDING", "WAITING", "QUEUED":
		return PhaseQueued
	case "RUNNING":
		return PhaseRunning
	case "CANCELED", "CANCELLED":
		return PhaseCanceled
	case "ERROR", "FAILED":
		return PhaseFailed
	case "SUCCESS", "COMPLETED", "COMPLETE":
		return finishedPhase(result)
	}
	return PhaseUnknown
}

func finishedPhase(result string) Phase {
	switch strings.ToUpper(result) {
	case "SUCCESS":
		return PhaseDone
	case "CANCELED", "CANCELLED":
		return PhaseCanceled
	}
	return PhaseFailed
}
