//! How fast a store is on this machine. It takes long and checks nothing, so it is run by hand:
//!
//! ```sh
//! cargo test --release -p opg-store speed -- --ignored --nocapture
//! ```

use crate::common::{head, on_a_thread, some_bytes, Kept, Peer, Served};
use futures::StreamExt;
use std::{
    fs,
    time::{Duration, Instant},
};

const SIZE: usize = 512 * 1024 * 1024;
const SMALL: u64 = 500;

fn say(what: &str, bytes: usize, took: Duration) {
    let rate = bytes as f64 / took.as_secs_f64() / 1e6;
    println!("{what:<50} {:>8.1} ms {rate:>8.0} MB/s", took.as_secs_f64() * 1e3);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures"]
async fn how_fast_it_is() {
    let kept = Kept::new().await;
    let bytes = some_bytes(1, SIZE);
    let plain = kept.directory.path().join("plain");
    let begun = Instant::now();
    fs::write(&plain, &bytes).unwrap();
    fs::File::open(&plain).unwrap().sync_all().unwrap();
    say("a plain file is written and synced", SIZE, begun.elapsed());
    let begun = Instant::now();
    let address = opg_store::Address::of(&bytes);
    say("it is hashed in memory", SIZE, begun.elapsed());

    let begun = Instant::now();
    kept.store.put_file(&plain).await.unwrap();
    say("put_file", SIZE, begun.elapsed());
    drop(bytes);
    let begun = Instant::now();
    drop(kept.store.local_path(&address).await.unwrap());
    say("local_path", SIZE, begun.elapsed());
    let begun = Instant::now();
    assert_eq!(kept.store.get(&address).await.unwrap().len(), SIZE);
    say("get", SIZE, begun.elapsed());
    let begun = Instant::now();
    let blob = kept.store.blob(&address).await.unwrap();
    let mut parts = Box::pin(blob.stream(0..SIZE as u64).unwrap());
    while let Some(part) = parts.next().await {
        part.unwrap();
    }
    say("a stream of all of it", SIZE, begun.elapsed());

    let served = Served::new(&kept.store).await;
    let at = served.at;
    let begun = Instant::now();
    let got = served.get(&address, &[]).await;
    assert_eq!(got.body.len(), SIZE);
    say("GET of all of it", SIZE, begun.elapsed());
    let requests = 2000;
    let took = on_a_thread(move || {
        let mut peer = Peer::at(at);
        let ask = head("GET", &format!("/blobs/{address}"), &["Range: bytes=1000000-1000999"]);
        let begun = Instant::now();
        for _ in 0..requests {
            peer.send(ask.as_bytes());
            assert_eq!(peer.answer(true).status, 206);
        }
        begun.elapsed()
    })
    .await;
    say("GET of 1 kB of it, each", 1000, took / requests);

    let begun = Instant::now();
    for seed in 0..SMALL {
        kept.store.put(some_bytes(seed, 4000)).await.unwrap();
    }
    say("put of 4 kB, each", 4000, begun.elapsed() / SMALL as u32);
}
