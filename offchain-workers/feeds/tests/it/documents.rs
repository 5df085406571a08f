//! What `docs/feeds.md` shows is what the library reads.

use opg_feeds::{Config, Feeds, Rate};

const DOCUMENT: &str = include_str!("../../../../docs/feeds.md");

/// The piece of TOML in the document that has this in it.
fn example(mark: &str) -> &'static str {
    let mut all = DOCUMENT.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    all.find(|example| example.contains(mark)).expect("the document shows one")
}

#[test]
fn the_feed_file_that_the_document_shows_should_be_read() {
    let key = |name: &str| (name == "BETA_KEY").then(|| "key".into());
    let feeds = Feeds::parse(example("[[feeds]]"), key).unwrap();
    let feeds: Vec<_> = feeds.iter().collect();
    assert_eq!(feeds.len(), 2);
    assert_eq!((feeds[0].id, feeds[0].in_words(feeds[0].min)), (1, "1000.00000000".into()));
    assert_eq!((feeds[1].at_least, feeds[1].apart_ppm), (2, 5_000));
    // As the document tells, the second feed of the first source asks for another pair.
    let shown = format!("{feeds:?}");
    for asked in [
        "GET https://api.alpha.example/v1/ticker/BTC-USD",
        "GET https://api.alpha.example/v1/ticker/EUR-USD",
        "GET https://beta.example/api/quotes?symbols=XBT,EUR",
        "POST https://rpc.gamma.example/",
    ] {
        assert!(shown.contains(asked), "{asked}: {shown}");
    }
}

#[test]
fn the_settings_that_the_document_shows_should_be_the_defaults() {
    // As a worker's configuration has them.
    let (head, settings) = example("[feeds.http]").split_once('\n').unwrap();
    assert_eq!(head, "[feeds.http]");
    let config: Config = toml::from_str(settings).unwrap();
    let allowed = vec!["10.1.0.0/16".parse().unwrap()];
    assert_eq!(config, Config { allowed, ..Config::default() });
    assert_eq!(config.per_host, Rate::default());
}

#[test]
fn what_makes_no_sense_should_be_refused_with_the_reason() {
    let good = "[sources.a]\nurl = 'https://a.example/${base}'\n[[feeds]]\nid = 1\nname = 'x'\ndecimals = 2\nmin = '0'\n\
                max = '9'\nat_least = 1\nparameters.base = 'b'\nsources.a = {}\n";
    assert!(Feeds::parse(good, |_| None).is_ok());
    for (from, to, says) in [
        ("min = '0'", "min = '9'", "min is not less than max"),
        ("min = '0'", "min = '0.001'", "min is not a number of 2 decimals"),
        ("min = '0'", "min = 'NaN'", "`NaN`: it is not a number"),
        ("max = '9'", "max = '1e40'", "max is not a number of 2 decimals and 128 bits"),
        ("decimals = 2", "decimals = 31", "30 are the most"),
        ("at_least = 1", "at_least = 2", "at_least from 1 to their number"),
        ("at_least = 1", "at_least = 0", "at_least from 1 to their number"),
        ("at_least = 1", "at_least = 1\nevery_seconds = 0", "every_seconds must be"),
        ("at_least = 1", "at_least = 1\napart_percent = '0'", "apart_percent must be"),
        ("at_least = 1", "at_least = 1\napart_percent = '101'", "apart_percent must be"),
        ("at_least = 1", "at_last = 1", "unknown field `at_last`"),
        ("sources.a = {}", "sources.b = {}", "there is no source b"),
        ("parameters.base", "parameters.other", "`${base}` is no parameter"),
        ("https://a", "ftp://a", "must begin with https://"),
        ("https://a", "https://me:secret@a", "names a user"),
        ("https://a.example/", "nowhere/", "its url is none"),
        ("[[feeds]]", "seconds = 0\n[[feeds]]", "seconds must be"),
        ("[[feeds]]", "body = '{}'\n[[feeds]]", "is not posted"),
        ("[[feeds]]", "path = 'a['\n[[feeds]]", "the path is not understood"),
        ("[[feeds]]", "headers.Host = 'b'\n[[feeds]]", "leave those to the worker"),
        ("[[feeds]]", "headers.'a b' = 'b'\n[[feeds]]", "no name of a header"),
        ("[[feeds]]", "headers.a = \"b\\nc\"\n[[feeds]]", "no value of a header"),
        ("[[feeds]]", "method = 'put'\n[[feeds]]", "unknown variant `put`"),
    ] {
        let text = good.replace(from, to);
        let error = Feeds::parse(&text, |_| None).unwrap_err().to_string();
        assert!(error.contains(says), "{to}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
    let twice = format!("{good}{}", &good[good.find("[[feeds]]").unwrap()..]);
    assert!(Feeds::parse(&twice, |_| None).unwrap_err().to_string().contains("two of its id"));
    assert!(Feeds::parse("feeds = []\n[sources]", |_| None)
        .unwrap_err()
        .to_string()
        .contains("0 feeds"));
}

#[test]
fn a_file_that_cannot_be_read_should_be_named() {
    let error = Feeds::load("/no/such/feeds.toml").unwrap_err().to_string();
    assert!(error.contains("/no/such/feeds.toml"), "{error}");
    let mut large = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut large, &vec![b'#'; (1 << 20) + 1]).unwrap();
    let error = Feeds::load(large.path()).unwrap_err().to_string();
    assert!(error.contains("more than a mebibyte"), "{error}");
}
