//! One errand at another workspace of this browser, while this one stays open.

use std::{cell::RefCell, rc::Rc};

use engine::message::{Ask, ClientId, Delivery, Reply, Request};
use futures_channel::oneshot;
use kernel::Problem;
use worker::{
    page::{Connection, Script},
    wire::LinkState,
};

/// Asks the engine of another workspace for one thing, and closes it again. Its database is made where
/// there is none.
///
/// # Errors
/// When it refuses, or its engine cannot be reached.
pub async fn ask(database: &str, ask: Ask) -> Result<Reply, Problem> {
    let (sender, answer) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    // Whoever asked may be gone by the time of the answer: then nobody misses it.
    let tell = move |answer: Result<Reply, Problem>| {
        if let Some(sender) = sender.borrow_mut().take() {
            let _ = sender.send(answer);
        }
    };
    let (told, stopped) = (tell.clone(), tell);
    let on_delivery = move |delivery: Delivery| {
        if let Some((_, reply)) = delivery.replies.into_iter().find(|(id, _)| *id == ERRAND) {
            told(Ok(reply));
        }
    };
    let on_state = move |state| match state {
        LinkState::Stopped(problem) => stopped(Err(problem)),
        LinkState::Locked => stopped(Err(Problem::new(
            "That workspace is locked by a passphrase.",
            "Open it, unlock it, and try again.",
        ))),
        _ => {}
    };
    let client = ClientId(worker::browser::random());
    let connection = Connection::open(database, Script::of_page(), client, on_delivery, on_state);
    connection.send(Request { id: 1, ask: Ask::Open { have: Vec::new() } });
    connection.send(Request { id: ERRAND, ask });
    let answer = answer.await;
    connection.close();
    let gone = |_| Problem::new("The workspace closed before it answered.", "Try again.");
    match answer.map_err(gone)?? {
        Reply::Refused(problem) => Err(problem),
        reply => Ok(reply),
    }
}

/// The number of the errand among the requests: the first one opens.
const ERRAND: u64 = 2;
