//! What the oracle takes for the time.

use super::chain::{begin_block, blocks_to, end_block, on};
use crate::*;
use frame_support::traits::Time;
use opg_primitives::time::SLOT_MILLIS;

type OracleTime = <Runtime as pallet_opg_oracle::Config>::Time;

/// Standing orders are placed before the block's timestamp is set: what was fresh before the halt must not seem so.
#[test]
fn first_block_after_a_halt_should_know_that_time_has_gone_by_before_its_timestamp() {
    on("local", || {
        blocks_to(2);
        let before = Timestamp::now();
        assert_eq!(OracleTime::now(), before, "a block's own timestamp counts when it is there");
        begin_block(0, *Babe::current_slot() + 10);
        assert_eq!(Timestamp::now(), before);
        assert_eq!(OracleTime::now(), before + 10 * SLOT_MILLIS);
        end_block(Vec::new());
        assert_eq!(OracleTime::now(), Timestamp::now());
    });
}
