//! The server as a client sees it, over real sockets.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::assets::{Assets, AssetsError};
use crate::server::{ServerError, listen, serve};
use crate::settings::Settings;
use crate::store::RedbStore;
use crate::sync::Hub;
use crate::{compress, server};

const SCRIPT: &str = "/app-0123456789abcdef.js";

/// A served application in a folder of its own, gone when the test ends.
struct Harness {
    folder: PathBuf,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Harness {
    async fn start(name: &str) -> Harness {
        let folder = application(name);
        compress::folder(&folder).unwrap();
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let assets = Assets::load(&folder).unwrap();
        let hub = hub(&folder);
        let server = tokio::spawn(async move {
            serve(listener, assets, hub, &[], async move {
                let _ = stopped.await;
            })
            .await
        });
        Harness { folder, address, stop: Some(stop), server }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", path, headers).await
    }

    async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        Answer::parse(&bytes)
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn hub(folder: &Path) -> Arc<Hub> {
    let store = RedbStore::open(&folder.join(".relay.redb")).unwrap();
    Hub::new(Arc::new(store), Arc::default(), &Settings::default(), None).unwrap()
}

fn application(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("relay-test-{}-{name}", std::process::id()));
    fs::create_dir_all(folder.join("icons")).unwrap();
    fs::write(folder.join("index.html"), "<!doctype html><title>the page</title>").unwrap();
    fs::write(folder.join(&SCRIPT[1..]), "export const steady = 'as she goes';\n".repeat(200)).unwrap();
    fs::write(folder.join("service-worker.js"), "// worker").unwrap();
    fs::write(folder.join("icons/icon.png"), b"\x89PNG").unwrap();
    fs::write(folder.join(".stamp"), "of the build").unwrap();
    folder
}

#[tokio::test]
async fn a_hashed_file_is_packed_and_kept_and_the_page_is_asked_for_again() {
    let app = Harness::start("caching").await;

    let script = app.get(SCRIPT, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(script.status, 200);
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("content-encoding"), Some("br"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(script.header("vary"), Some("accept-encoding"));
    assert!(script.body.len() < 500, "the packed copy is small, not {} bytes", script.body.len());

    for path in ["/", "/service-worker.js", "/icons/icon.png"] {
        assert_eq!(app.get(path, &[]).await.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn a_client_gets_the_coding_it_can_read() {
    let app = Harness::start("coding").await;
    let gzip = app.get(SCRIPT, &[("accept-encoding", "gzip")]).await;
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert_eq!(&gzip.body[..2], b"\x1f\x8b");
    let plain = app.get(SCRIPT, &[]).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert!(plain.text().starts_with("export const steady"));
    let picture = app.get("/icons/icon.png", &[("accept-encoding", "br")]).await;
    assert_eq!(picture.header("content-encoding"), None);
    assert_eq!(picture.header("content-type"), Some("image/png"));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = Harness::start("tags").await;
    let first = app.get("/", &[("accept-encoding", "br")]).await;
    let tag = first.header("etag").unwrap();
    let again = app.get("/", &[("accept-encoding", "br"), ("if-none-match", tag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag));
    let plain = app.get("/", &[("if-none-match", tag)]).await;
    assert_eq!(plain.status, 200, "another coding is another representation");
}

#[tokio::test]
async fn routes_of_the_application_answer_with_the_page_and_missing_files_do_not() {
    let app = Harness::start("routes").await;
    for path in ["/", "/people/0190", "/feedback/", "/monday?note=1"] {
        let answer = app.get(path, &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("the page"), "{path}");
    }
    for path in ["/gone.js", "/.stamp", "/index.html.br", "/favicon.ico"] {
        assert_eq!(app.get(path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn no_path_leaves_the_folder() {
    let app = Harness::start("traversal").await;
    for path in ["/../Cargo.toml", "/..%2f..%2fetc/passwd.txt", "/icons/../../x.rs", "//etc/hosts.txt"] {
        assert_eq!(app.get(path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = Harness::start("headers").await;
    for path in ["/", SCRIPT, "/gone.js", "/healthz"] {
        let answer = app.get(path, &[]).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert!(answer.header("permissions-policy").unwrap().contains("geolocation=()"), "{path}");
    }
}

#[tokio::test]
async fn head_has_no_body_and_writing_is_refused() {
    let app = Harness::start("methods").await;
    let head = app.request("HEAD", SCRIPT, &[]).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(app.request("POST", "/", &[]).await.status, 405);
    assert_eq!(app.get("/healthz", &[]).await.text(), "ok\n");
}

#[tokio::test]
async fn asked_to_stop_it_lets_go_of_idle_connections_and_of_the_port() {
    let mut app = Harness::start("stop").await;
    let mut idle = TcpStream::connect(app.address).await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    assert!(idle.read(&mut [0; 1024]).await.unwrap() > 0, "the connection is answered and stays open");

    app.stop.take().unwrap().send(()).unwrap();

    assert_eq!(idle.read(&mut [0; 1024]).await.unwrap(), 0, "the connection is closed");
    (&mut app.server).await.unwrap().unwrap();
    assert!(TcpStream::connect(app.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_taken_port_is_named_with_a_way_out() {
    let app = Harness::start("taken").await;
    let error = listen(app.address).await.unwrap_err();
    assert!(matches!(error, ServerError::PortTaken(_)));
    let message = error.to_string();
    assert!(message.contains(&app.address.port().to_string()) && message.contains("--port"), "{message}");
}

#[test]
fn a_folder_without_an_application_is_refused() {
    let empty = std::env::temp_dir().join(format!("relay-test-{}-empty", std::process::id()));
    fs::create_dir_all(&empty).unwrap();
    assert!(matches!(Assets::load(&empty), Err(AssetsError::NoPage(_))));
    let options = Settings { assets: empty.join("none"), ..Settings::default() };
    assert!(server::run(&options).is_err_and(|error| error.to_string().contains("none")));
    fs::remove_dir_all(&empty).unwrap();
}
