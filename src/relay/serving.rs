//! Taking connections and answering requests on them; whoever never finishes a request is not waited for.

use std::io;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// How long the head of a request may take to come, and how long a connection is kept for the next
/// one (ours). A connection that became a WebSocket has its own clocks.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long nothing is taken after the system refused to give a connection, mostly for want of file
/// descriptors (ours).
const PAUSE: Duration = Duration::from_secs(1);

/// Answers until `stop` comes, and then what had begun.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_within(HEAD_TIME, listener, router, stop).await;
}

async fn serve_within(
    head_time: Duration,
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head_time);
    let running = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let stream = match taken {
            Ok((stream, _)) => stream,
            Err(error) => {
                if !is_of_one(&error) {
                    tokio::time::sleep(PAUSE).await;
                }
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = running.watch(connection);
        // How it ends is between the two ends of it.
        tokio::spawn(async move { drop(connection.await) });
    }
    drop(listener);
    running.shutdown().await;
}

/// Whether taking failed because of that connection alone.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    #[test]
    fn r_40_a_request_that_never_ends_is_not_waited_for_and_others_are_answered() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(|| async { "here" }));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let head_time = Duration::from_millis(500);
        let serving = runtime.spawn(serve_within(head_time, listener, router, async move {
            let _ = stopped.await;
        }));

        let mut slow = TcpStream::connect(address).unwrap();
        slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nHost: relay\r\nX-").unwrap();
        let mut quick = TcpStream::connect(address).unwrap();
        quick.write_all(b"GET / HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        quick.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here"), "{answer}");
        let mut rest = Vec::new();
        // Ended in peace or not, it is ended, with no answer to what was no request.
        let _ = slow.read_to_end(&mut rest);
        let rest = String::from_utf8_lossy(&rest);
        assert!(!rest.contains("200"), "{rest}");
        stop.send(()).unwrap();
        runtime.block_on(serving).unwrap();
    }
}
