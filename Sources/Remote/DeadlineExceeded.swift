/// The time limit of a request has passed before its answer was complete.
struct DeadlineExceeded: Error {}
