//! A store that fills up makes room, of what nobody has used for long.

use crate::common::{processes::Store, until};
use opg_store::{client::Remote, Address};

/// Ten of these are as much as the store takes.
const BYTES: usize = 10_000;

fn blob(number: u8) -> Vec<u8> {
    vec![number; BYTES]
}

/// Which of nine blobs are there.
async fn there(store: &Store) -> Vec<u8> {
    let remote = Remote::new(&format!("http://{}", store.address), None).unwrap();
    let mut there = Vec::new();
    for number in 0..9 {
        let address = Address::of(&blob(number));
        if remote.get_at_most(&address, BYTES as u64).await.is_ok() {
            there.push(number);
        }
    }
    there
}

#[tokio::test(flavor = "multi_thread")]
async fn store_that_is_nearly_full_should_make_room_of_what_was_not_used_for_days() {
    for (keep_days, kept) in [(0, 8), (7, 9)] {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("keep_days = {keep_days}\n");
        let limits = format!("[store.limits]\ntotal_bytes = {}\n", 10 * BYTES);
        let mut store = Store::start_with(folder.path(), &settings, &limits);
        for number in 0..9 {
            store.upload(&blob(number));
        }
        assert_eq!(there(&store).await.len(), 9);
        store.process.kill();
        store.revive();
        if keep_days == 0 {
            until("some room", async || (there(&store).await.len() < 9).then_some(())).await;
            store.process.says("made room in the store");
        }
        assert_eq!(there(&store).await.len(), kept, "{keep_days}");
    }
}
