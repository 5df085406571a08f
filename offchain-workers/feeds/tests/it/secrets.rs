//! What came from the environment reaches the server that the file names, and nobody else.

use crate::common::{answer, checked, json, local, Act, Server};
use opg_feeds::Feeds;

const SECRET: &str = "s3cret/key+1";

fn feeds(url: &str) -> Feeds {
    let text = format!(
        "[sources.a]\nurl = '{url}'\npath = 'p'\nheaders.X-Key = 'env:KEY'\nquery.token = 'env:KEY'\n\
         [[feeds]]\nid = 1\nname = 'test'\ndecimals = 0\nmin = '0'\nmax = '9'\nat_least = 1\nsources.a = {{}}"
    );
    Feeds::parse(&text, |name| (name == "KEY").then(|| SECRET.to_string())).unwrap()
}

#[tokio::test]
async fn a_secret_should_reach_the_server_that_the_file_names() {
    let server = Server::saying(r#"{"p": 7}"#).await;
    assert!(checked(&local(), &feeds(&server.url())).await.is_good());
    let request = server.requests().remove(0);
    assert!(request.contains(&format!("x-key: {SECRET}")), "{request}");
    assert!(request.starts_with("GET /?token=s3cret%2Fkey%2B1 HTTP"), "{request}");
}

#[tokio::test]
async fn a_secret_should_not_follow_a_redirect_to_another_server() {
    let other = Server::saying(r#"{"p": 7}"#).await;
    let to = format!("Location: {}there", other.url());
    let act = move |_: usize, _: &str| Act::Send(answer("302 X", &[&to, "Content-Length: 0"], b""));
    let server = Server::new(act).await;
    assert!(checked(&local(), &feeds(&server.url())).await.is_good());
    let request = other.requests().remove(0);
    assert!(!request.contains("cret"), "{request}");
}

/// Servers that send it back wherever an error might quote them.
#[tokio::test]
async fn a_secret_that_a_server_sends_back_should_not_be_shown() {
    let echoes: Vec<Vec<u8>> = vec![
        json(&format!(r#"{{"p": "{SECRET}"}}"#)),
        json(&format!(r#"{{"p": "{}"}}"#, SECRET.replace('/', "\\/"))),
        json(&format!(r#"{{"{SECRET}": 1}}"#)),
        json(&format!("{{\"p\": {SECRET}}}")),
        // Where the error shows no more than the beginning of it.
        json(&format!("[1 {}{SECRET}]", "x".repeat(14))),
        json(&format!("{{\"x\": \"{}\", 3}}", SECRET.replace('/', "\\/"))),
        answer("200 OK", &[&format!("Content-Type: image/{SECRET}")], b""),
        answer(
            "200 OK",
            &["Content-Type: application/json", &format!("Content-Encoding: {SECRET}")],
            b"",
        ),
        answer("302 X", &[&format!("Location: ftp://{}.example/{SECRET}", &SECRET[..6])], b""),
        answer("302 X", &["Location: http://10.0.0.1/?token=s3cret%2Fkey%2B1"], b""),
        answer("401 X", &["Content-Length: 0"], SECRET.as_bytes()),
    ];
    for echo in echoes {
        let text = String::from_utf8_lossy(&echo).to_string();
        let server = Server::new(move |_, _| Act::Send(echo.clone())).await;
        let feeds = feeds(&server.url());
        let checked = checked(&local(), &feeds).await;
        assert!(!checked.is_good());
        let shown = format!("{checked}\n{checked:?}\n{}\n{feeds:?}", checked.to_json());
        for piece in ["/key", "\\/key", "key+1", "2Fkey"] {
            assert!(!shown.contains(piece), "{text}\n{shown}");
        }
    }
}

#[test]
fn a_variable_that_is_not_set_should_be_named() {
    let text = "[sources.a]\nurl = 'https://a.example'\nheaders.X-Key = 'env:NO_SUCH_KEY'\n\
                [[feeds]]\nid = 1\nname = 'test'\ndecimals = 0\nmin = '0'\nmax = '9'\nat_least = 1\nsources.a = {}";
    for environment in [None, Some(String::new())] {
        let error = Feeds::parse(text, |_| environment.clone()).unwrap_err().to_string();
        assert_eq!(
            error,
            "feed test: source a: the variable NO_SUCH_KEY is not set or empty; export NO_SUCH_KEY=…"
        );
    }
}
