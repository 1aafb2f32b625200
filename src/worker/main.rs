//! The program of the Web Worker.

fn main() {
    worker::host::run();
}
