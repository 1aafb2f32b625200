//! The page's half: the camera, pictures, and the worker that reads them.

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use kernel::Problem;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, ImageBitmap,
    MediaStream, MediaStreamConstraints, MediaStreamTrack, MessageEvent, Worker,
};

/// Pixels along the longer side of what is looked at (ours): enough for the densest code that a camera makes out, and
/// read in a tenth of a second by a telephone.
const FRAME: f64 = 1_000.0;
const PICTURE: f64 = 1_600.0;

/// A smaller picture is enlarged: a code of one pixel to a square is not made out (ours).
const SMALL: f64 = 500.0;

/// Between two looks through the camera, in milliseconds (ours).
const PAUSE: i32 = 150;

/// A camera that is on; off when it is dropped.
pub struct Camera {
    stream: MediaStream,
}

impl Camera {
    /// Asks for the camera, the one at the back where there are two, and turns it on.
    ///
    /// # Errors
    /// When there is none, it is in use, or the user or the browser refuses it.
    pub async fn open() -> Result<Self, Problem> {
        let devices = web_sys::window()
            .and_then(|window| Reflect::get(&window.navigator(), &"mediaDevices".into()).ok())
            .filter(|devices| !devices.is_undefined());
        let Some(devices) = devices else {
            return Err(Problem::new(
                "This browser gives the page no camera.",
                "Open the page over https, or choose a picture of the code.",
            ));
        };
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&facing_away());
        let asked =
            devices.unchecked_into::<web_sys::MediaDevices>().get_user_media_with_constraints(&wanted);
        let stream = JsFuture::from(asked.map_err(refused)?).await.map_err(refused)?;
        Ok(Self { stream: stream.unchecked_into() })
    }

    /// Shows what it sees.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.stream));
        if let Ok(playing) = video.play() {
            // A video that is taken away before it plays is no trouble of anybody.
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(playing).await;
            });
        }
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

/// `{ facingMode: { ideal: "environment" }, width: { ideal: 1280 } }`.
fn facing_away() -> JsValue {
    let (video, facing, width) = (Object::new(), Object::new(), Object::new());
    // Setting what a plain object of one's own has is never refused.
    let _ = Reflect::set(&facing, &"ideal".into(), &"environment".into());
    let _ = Reflect::set(&width, &"ideal".into(), &1_280.into());
    let _ = Reflect::set(&video, &"facingMode".into(), &facing);
    let _ = Reflect::set(&video, &"width".into(), &width);
    video.into()
}

/// Why there is no camera (Media Capture and Streams, 10.2), and what to do.
fn refused(thrown: JsValue) -> Problem {
    let name = thrown.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "SecurityError" => Problem::new(
            "The camera was refused.",
            "Allow it in the browser’s settings for this page and try again, or choose a picture of the code.",
        ),
        "NotFoundError" | "OverconstrainedError" => {
            Problem::new("There is no camera on this device.", "Choose or paste a picture of the code.")
        }
        "NotReadableError" | "AbortError" => Problem::new(
            "The camera cannot be used now.",
            "Close the programs that use it and try again, or choose a picture of the code.",
        ),
        _ => Problem::new("The camera does not start.", "Choose or paste a picture of the code."),
    }
}

/// Reads codes. The program that does it is loaded at the first picture and ends with this.
#[derive(Default)]
pub struct Reader {
    running: RefCell<Option<Running>>,
}

struct Running {
    worker: Worker,
    waiting: Waiting,
    _listeners: [EventListener; 2],
}

/// What keeps and what breaks the promise that somebody waits for; one at a time.
type Waiting = Rc<RefCell<Option<(Function, Function)>>>;

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Reader {
    /// Looks through the camera until a code is accepted, or until `on` says that nobody looks any more.
    ///
    /// # Errors
    /// When the reading program cannot be loaded.
    pub async fn watch(
        &self,
        video: &HtmlVideoElement,
        on: impl Fn() -> bool,
        accept: impl Fn(String) -> bool,
    ) -> Result<(), Problem> {
        while on() {
            let size = (f64::from(video.video_width()), f64::from(video.video_height()));
            let draw = |onto: &CanvasRenderingContext2d, width: f64, height: f64| {
                onto.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
            };
            // No size: the first picture has not come yet.
            if size.0 > 0.0
                && let Some(frame) = Frame::drawn(size, (FRAME / size.0.max(size.1)).min(1.0), draw)
                && let Some(text) = self.read(frame).await?
                && on()
                && accept(text)
            {
                return Ok(());
            }
            pause().await;
        }
        Ok(())
    }

    /// The text of a code in a picture, given as the bytes of a file of any kind that the browser knows.
    ///
    /// # Errors
    /// When it is no picture, or the reading program cannot be loaded.
    pub async fn read_picture(&self, file: &Blob) -> Result<Option<String>, Problem> {
        let no_picture =
            || Problem::new("This is no picture that the browser can show.", "Choose a PNG or a JPEG.");
        let window = web_sys::window().ok_or_else(no_picture)?;
        let asked = window.create_image_bitmap_with_blob(file).map_err(|_| no_picture())?;
        let bitmap: ImageBitmap = JsFuture::from(asked).await.map_err(|_| no_picture())?.unchecked_into();
        let size = (f64::from(bitmap.width()), f64::from(bitmap.height()));
        let longest = size.0.max(size.1).max(1.0);
        let scale = if longest < SMALL { (SMALL / longest).ceil() } else { (PICTURE / longest).min(1.0) };
        let draw = |onto: &CanvasRenderingContext2d, width: f64, height: f64| {
            onto.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)
        };
        let frame = Frame::drawn(size, scale, draw).ok_or_else(no_picture)?;
        self.read(frame).await
    }

    async fn read(&self, frame: Frame) -> Result<Option<String>, Problem> {
        let broken = || {
            self.running.borrow_mut().take();
            Problem::new(
                "The part that reads codes does not load.",
                "Check the connection and try again, or paste the text instead.",
            )
        };
        if self.running.borrow().is_none() {
            let (running, up) = Running::start().map_err(|_| broken())?;
            *self.running.borrow_mut() = Some(running);
            JsFuture::from(up).await.map_err(|_| broken())?;
        }
        let answer = match self.running.borrow().as_ref() {
            Some(running) => running.ask(&frame),
            None => return Ok(None),
        };
        // A picture that ends the program is not read, and the next one starts it anew.
        match JsFuture::from(answer).await {
            Ok(answer) => Ok(answer.as_string()),
            Err(_) => {
                self.running.borrow_mut().take();
                Ok(None)
            }
        }
    }
}

impl Running {
    /// Starts the program; the promise is kept when it listens, and broken when it cannot be loaded.
    fn start() -> Result<(Self, Promise), JsValue> {
        let worker = Worker::new(&script())?;
        let waiting = Waiting::default();
        let up = promise(&waiting);
        let answered = waiting.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let event: &MessageEvent = event.unchecked_ref();
            if let Some((keep, _)) = answered.borrow_mut().take() {
                // It only settles a promise, which throws nothing.
                let _ = keep.call1(&JsValue::NULL, &event.data());
            }
        });
        let broken = waiting.clone();
        let handled = EventListenerOptions::enable_prevent_default();
        let error = EventListener::new_with_options(&worker, "error", handled, move |event| {
            event.prevent_default();
            if let Some((_, fail)) = broken.borrow_mut().take() {
                let _ = fail.call0(&JsValue::NULL);
            }
        });
        Ok((Self { worker, waiting, _listeners: [message, error] }, up))
    }

    /// Hands a picture over; the promise is kept with what is in it, and broken when the program breaks off.
    fn ask(&self, frame: &Frame) -> Promise {
        let answer = promise(&self.waiting);
        let parts = Array::of3(&frame.width.into(), &frame.height.into(), &frame.pixels);
        if self.worker.post_message_with_transfer(&parts, &Array::of1(&frame.pixels)).is_err()
            && let Some((_, fail)) = self.waiting.borrow_mut().take()
        {
            let _ = fail.call0(&JsValue::NULL);
        }
        answer
    }
}

/// A promise that `waiting` settles.
fn promise(waiting: &Waiting) -> Promise {
    Promise::new(&mut |keep, fail| *waiting.borrow_mut() = Some((keep, fail)))
}

/// Where the program is: the page names it in `<meta name="scanner" content="…">`.
fn script() -> String {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("meta[name=scanner]").ok().flatten())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| "/scan_loader.js".to_owned())
}

/// One picture, four bytes to a pixel.
struct Frame {
    width: f64,
    height: f64,
    pixels: JsValue,
}

impl Frame {
    /// Draws something of a size, scaled, and takes its pixels.
    fn drawn(
        (width, height): (f64, f64),
        scale: f64,
        draw: impl Fn(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
    ) -> Option<Self> {
        let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
        let canvas = web_sys::window()?.document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.unchecked_into();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 1, and at most a few thousand by the scale"
        )]
        {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let onto: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        // A picture may be transparent where paper would be.
        onto.set_fill_style_str("white");
        onto.fill_rect(0.0, 0.0, width, height);
        onto.set_image_smoothing_enabled(scale < 1.0);
        draw(&onto, width, height).ok()?;
        let data = onto.get_image_data(0.0, 0.0, width, height).ok()?;
        // By name: the typed way copies all of it into the page's memory first.
        let pixels: Uint8Array = Reflect::get(&data, &"data".into()).ok()?.unchecked_into();
        Some(Self { width, height, pixels: pixels.buffer().into() })
    }
}

async fn pause() {
    let pause = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PAUSE);
        }
    });
    let _ = JsFuture::from(pause).await;
}
