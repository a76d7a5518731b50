//! Messages that wait for their turn. The editor may take back a request that is among them.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use gen_lsp_types::json_rpc::{Id, RequestObject};
use serde::Deserialize;
use serde_json::Value;

use super::checks::Due;
use super::error::LspError;
use super::frames::FrameError;

/// Messages that wait for their turn; as many again were read and are not looked at yet.
pub(super) const MOST_WAITING: usize = 64;

/// What comes from the editor: a request or a notification; or what is wrong with it, and whom to tell.
pub(super) type Incoming = Result<RequestObject, (Id, LspError)>;

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Next {
    /// A message is to be taken.
    Message(Incoming),
    /// Nothing came before what is due.
    Due,
    /// There is nothing more.
    End,
}

/// Messages in their order.
pub(super) struct Queue {
    messages: Receiver<Incoming>,
    waiting: VecDeque<Incoming>,
}

impl Queue {
    pub(super) const fn new(messages: Receiver<Incoming>) -> Self {
        Self {
            messages,
            waiting: VecDeque::new(),
        }
    }

    /// The next message, or else what is due: that comes when no message waits, or when it has waited for long.
    pub(super) fn next(&mut self, due: Option<Due>) -> Next {
        while self.waiting.len() < MOST_WAITING
            && let Ok(message) = self.messages.try_recv()
        {
            self.put(message);
        }
        if due.is_some_and(|due| due.latest <= Instant::now()) {
            return Next::Due;
        }
        match self.waiting.pop_front() {
            Some(message) => Next::Message(message),
            None => self.wait(due),
        }
    }

    fn wait(&mut self, due: Option<Due>) -> Next {
        let Some(due) = due else {
            return self.messages.recv().map_or(Next::End, Next::Message);
        };
        let left = due.earliest.saturating_duration_since(Instant::now());
        match self.messages.recv_timeout(left) {
            Ok(message) => Next::Message(message),
            Err(RecvTimeoutError::Timeout) => Next::Due,
            Err(RecvTimeoutError::Disconnected) => Next::End,
        }
    }

    fn put(&mut self, message: Incoming) {
        match cancelled(&message) {
            Some(id) => self.cancel(&id),
            None => self.waiting.push_back(message),
        }
    }

    /// One that is not there was answered already.
    fn cancel(&mut self, id: &Id) {
        let is_meant = |message: &&mut Incoming| {
            let request = message.as_ref().ok();
            request.and_then(RequestObject::id) == Some(id)
        };
        if let Some(message) = self.waiting.iter_mut().find(is_meant) {
            *message = Err((id.clone(), LspError::Cancelled));
        }
    }
}

/// The request that is taken back.
fn cancelled(message: &Incoming) -> Option<Id> {
    let notice = message.as_ref().ok()?;
    let is_cancel = notice.method() == "$/cancelRequest";
    let id = notice.params().filter(|_| is_cancel)?.get("id")?;
    Id::deserialize(id).ok()
}

/// A message as a request or a notification; or whom to tell what is wrong with it.
pub(super) fn parsed(message: Result<Vec<u8>, FrameError>) -> Incoming {
    let message = message.map_err(|error| (Id::Null, error.into()))?;
    let message: Value =
        serde_json::from_slice(&message).map_err(|error| (Id::Null, LspError::NoJson(error)))?;
    let id = message.get("id").map(Id::deserialize);
    let id = id.and_then(Result::ok).unwrap_or(Id::Null);
    serde_json::from_value(message).map_err(|error| (id, LspError::NoRequest(error.to_string())))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{SyncSender, sync_channel};
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn queue(messages: &[Value]) -> (Queue, SyncSender<Incoming>) {
        let (sender, receiver) = sync_channel(MOST_WAITING);
        for message in messages {
            sender.send(parsed(Ok(message.to_string().into()))).unwrap();
        }
        (Queue::new(receiver), sender)
    }

    fn request(id: &Value) -> Value {
        json!({"jsonrpc": "2.0", "id": id, "method": "m"})
    }

    fn cancel(id: &Value) -> Value {
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}})
    }

    const fn due(earliest: Instant, latest: Instant) -> Due {
        Due { earliest, latest }
    }

    /// What comes of the next message: an id, or an error.
    fn told(next: Next) -> String {
        match next {
            Next::Message(Ok(request)) => format!("{:?}", request.id()),
            Next::Message(Err((id, error))) => format!("{id:?} {error}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_request_that_is_taken_back_while_it_waits_is_an_error_in_its_turn() {
        let (one, two) = (json!(1), json!("two"));
        let messages = [
            cancel(&one),
            request(&one),
            request(&two),
            cancel(&two),
            cancel(&json!(9)),
            cancel(&json!([])),
        ];
        let (mut queue, sender) = queue(&messages);
        drop(sender);
        assert_eq!(told(queue.next(None)), "Some(Number(1))");
        assert_eq!(
            told(queue.next(None)),
            "String(\"two\") the request was cancelled"
        );
        // A notification like others: it takes nothing back.
        assert_eq!(told(queue.next(None)), "None");
        assert_eq!(told(queue.next(None)), "End");
    }

    #[test]
    fn what_is_due_waits_for_messages_but_not_for_ever() {
        let now = Instant::now();
        let later = now + Duration::from_hours(1);
        let (mut queue, sender) = queue(&[request(&json!(1)), request(&json!(2))]);
        assert_eq!(told(queue.next(Some(due(now, later)))), "Some(Number(1))");
        assert_eq!(told(queue.next(Some(due(now, now)))), "Due");
        assert_eq!(told(queue.next(Some(due(now, later)))), "Some(Number(2))");
        assert_eq!(told(queue.next(Some(due(now, later)))), "Due");
        drop(sender);
        assert_eq!(told(queue.next(Some(due(later, later)))), "End");
    }
}
