//! The Web Lock that decides which tab leads.
//!
//! `web-sys` counts Web Locks as unstable and leaves them out, so they are called by name.

use js_sys::{Function, Object, Promise, Reflect};
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use crate::troubles::Fault;

/// What becomes of the lock.
#[derive(Debug)]
pub enum Turn {
    /// It is ours.
    Granted,
    /// Somebody took it away from us.
    Lost,
    /// The browser does not give it to anybody.
    Failed(Problem),
}

/// One exclusive lock that this worker waits for, holds, or has nothing to do with.
#[derive(Clone)]
pub struct Lock(Rc<Inner>);

struct Inner {
    name: String,
    report: Box<dyn Fn(Turn)>,
    /// What is asked of the browser now; whatever an earlier attempt comes to does not matter.
    attempt: Cell<u64>,
    standing: RefCell<Standing>,
}

enum Standing {
    Apart,
    Queued(AbortController),
    /// Held until the function is called.
    Held(Option<Function>),
}

impl Lock {
    /// The lock of that name, neither waited for nor held.
    pub fn new(name: String, report: impl Fn(Turn) + 'static) -> Self {
        Self(Rc::new(Inner {
            name,
            report: Box::new(report),
            attempt: Cell::new(0),
            standing: RefCell::new(Standing::Apart),
        }))
    }

    /// Waits in the queue, unless it waits or holds already.
    pub fn queue(&self) {
        if !matches!(*self.0.standing.borrow(), Standing::Apart) {
            return;
        }
        let Ok(controller) = AbortController::new() else { return self.request("steal", &JsValue::FALSE) };
        *self.0.standing.borrow_mut() = Standing::Queued(controller.clone());
        self.request("signal", &controller.signal());
    }

    /// Takes the lock away from whoever holds it.
    pub fn steal(&self) {
        self.release();
        self.request("steal", &JsValue::TRUE);
    }

    /// Leaves the queue, or gives the lock back.
    pub fn release(&self) {
        self.0.attempt.set(self.0.attempt.get() + 1);
        match self.0.standing.replace(Standing::Apart) {
            Standing::Apart => {}
            Standing::Queued(controller) => controller.abort(),
            Standing::Held(release) => {
                if let Some(release) = release {
                    // The function that resolves a promise throws nothing.
                    let _ = release.call0(&JsValue::UNDEFINED);
                }
            }
        }
    }

    fn request(&self, option: &str, value: &JsValue) {
        let attempt = self.0.attempt.get() + 1;
        self.0.attempt.set(attempt);
        let lock = self.clone();
        let granted = Closure::once_into_js(move |_: JsValue| lock.granted(attempt));
        let requested = request(&self.0.name, option, value, &granted);
        let lock = self.clone();
        spawn_local(async move {
            let outcome = match requested {
                Ok(promise) => JsFuture::from(promise).await,
                Err(thrown) => Err(thrown),
            };
            // Given back in good order, or no longer wanted: nothing to say.
            let Err(thrown) = outcome else { return };
            if lock.0.attempt.get() != attempt {
                return;
            }
            let held = lock.0.standing.replace(Standing::Apart);
            (lock.0.report)(match held {
                Standing::Held(_) => Turn::Lost,
                Standing::Apart | Standing::Queued(_) => Turn::Failed(refused(&Fault::of(&thrown))),
            });
        });
    }

    /// Called by the browser; the lock is held until the promise that is given back resolves.
    fn granted(&self, attempt: u64) -> Promise {
        if self.0.attempt.get() != attempt {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        *self.0.standing.borrow_mut() = Standing::Held(release);
        (self.0.report)(Turn::Granted);
        held
    }
}

fn request(name: &str, option: &str, value: &JsValue, granted: &JsValue) -> Result<Promise, JsValue> {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name));
    let locks = get(&get(&js_sys::global(), "navigator")?, "locks")?;
    let method: Function = get(&locks, "request")?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str(option), value)?;
    method.call3(&locks, &JsValue::from_str(name), &options, granted)?.dyn_into()
}

fn refused(fault: &Fault) -> Problem {
    Problem::new(
        format!("The browser does not let tabs agree on who writes ({}).", fault.message),
        "Open Pilothouse by https, in a current browser, outside a private window.",
    )
}
