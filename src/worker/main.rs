//! Hosts the engine in a Web Worker.

fn main() {
    console_error_panic_hook::set_once();
}
