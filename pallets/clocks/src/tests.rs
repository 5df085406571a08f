use crate as pallet_opg_clocks;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_ok, derive_impl, traits::Get, traits::Hooks},
    frame_system, sp_io,
    sp_runtime::BuildStorage,
};

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Clocks = pallet_opg_clocks;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

impl Config for Test {}

/// Runs `test` on a chain whose genesis set these clocks, and the invariants after it.
fn with_genesis(clocks: GenesisConfig<Test>, test: impl FnOnce()) {
    let genesis = RuntimeGenesisConfig { system: Default::default(), clocks };
    let mut chain = sp_io::TestExternalities::new(genesis.build_storage().unwrap());
    chain.execute_with(|| {
        test();
        assert_ok!(Pallet::<Test>::do_try_state());
    });
}

fn clocks(epoch: u32, era: u32, unbonding: u32) -> GenesisConfig<Test> {
    GenesisConfig {
        epoch_slots: Some(epoch),
        era_sessions: Some(era),
        unbonding_eras: Some(unbonding),
        ..Default::default()
    }
}

#[test]
fn clocks_should_read_nonzero_defaults_on_empty_state() {
    sp_io::TestExternalities::new_empty().execute_with(|| {
        assert_eq!(<EpochDuration<Test> as Get<u64>>::get(), 2_400);
        assert_eq!(<UnbondingSlots<Test> as Get<u64>>::get(), 2_400 * 6 * 28);
        // Two weeks of three seconds.
        assert_eq!(<VotingBlocksOf<Test> as Get<u32>>::get(), 14 * 24 * 60 * 20);
        // A day of them.
        assert_eq!(<ChallengeBlocksOf<Test> as Get<u32>>::get(), 24 * 60 * 20);
        assert_ok!(Pallet::<Test>::do_try_state());
    });
}

#[test]
fn clocks_should_read_what_genesis_set() {
    with_genesis(clocks(20, 3, 2), || {
        assert_eq!(<EpochDuration<Test> as Get<u64>>::get(), 20);
        assert_eq!(<EraSessionsOf<Test> as Get<u32>>::get(), 3);
        assert_eq!(<UnbondingErasOf<Test> as Get<u32>>::get(), 2);
        assert_eq!(<UnbondingSessions<Test> as Get<u64>>::get(), 6);
        assert_eq!(<UnbondingSlots<Test> as Get<u64>>::get(), 120);
    });
}

#[test]
fn clocks_should_keep_a_default_where_genesis_is_silent() {
    let only_epoch = GenesisConfig { epoch_slots: Some(50), ..Default::default() };
    with_genesis(only_epoch, || {
        assert_eq!(EpochSlots::<Test>::get(), 50);
        assert_eq!(EraSessions::<Test>::get(), 6);
        assert_eq!(UnbondingEras::<Test>::get(), 28);
        assert_eq!(VotingBlocks::<Test>::get(), 403_200);
    });
}

/// A genesis that sets nothing but the voting.
fn voting(blocks: u32) -> GenesisConfig<Test> {
    GenesisConfig { voting_blocks: Some(blocks), ..Default::default() }
}

#[test]
fn voting_should_last_what_genesis_set() {
    for blocks in [MIN_VOTING_BLOCKS, 40, MAX_VOTING_BLOCKS] {
        with_genesis(voting(blocks), || {
            assert_eq!(<VotingBlocksOf<Test> as Get<u32>>::get(), blocks);
        });
    }
}

#[test]
fn longest_clocks_should_be_countable() {
    Pallet::<Test>::integrity_test();
    with_genesis(clocks(MAX_EPOCH_SLOTS, MAX_ERA_SESSIONS, MAX_UNBONDING_ERAS), || {
        assert_eq!(
            <UnbondingSlots<Test> as Get<u64>>::get(),
            806_400u64.checked_mul(96).and_then(|slots| slots.checked_mul(112)).unwrap(),
        );
    });
}

#[test]
#[should_panic(expected = "clocks.epochSlots is 0; choose 10 to 806400")]
fn genesis_should_refuse_an_epoch_of_no_slots() {
    with_genesis(clocks(0, 1, 1), || ());
}

#[test]
#[should_panic(expected = "clocks.epochSlots is 806401")]
fn genesis_should_refuse_an_epoch_that_is_too_long() {
    with_genesis(clocks(MAX_EPOCH_SLOTS + 1, 1, 1), || ());
}

#[test]
#[should_panic(expected = "clocks.eraSessions is 0")]
fn genesis_should_refuse_an_era_of_no_sessions() {
    with_genesis(clocks(20, 0, 1), || ());
}

#[test]
#[should_panic(expected = "clocks.unbondingEras is 113")]
fn genesis_should_refuse_an_unbonding_that_is_too_long() {
    with_genesis(clocks(20, 1, MAX_UNBONDING_ERAS + 1), || ());
}

#[test]
#[should_panic(expected = "clocks.votingBlocks is 9; choose 10 to 2000000")]
fn genesis_should_refuse_a_voting_that_nobody_could_take_part_in() {
    with_genesis(voting(9), || ());
}

#[test]
#[should_panic(expected = "clocks.votingBlocks is 2000001")]
fn genesis_should_refuse_a_voting_that_is_too_long() {
    with_genesis(voting(MAX_VOTING_BLOCKS + 1), || ());
}

#[test]
fn try_state_should_notice_a_clock_out_of_bounds() {
    sp_io::TestExternalities::new_empty().execute_with(|| {
        EraSessions::<Test>::put(0);
        assert!(Pallet::<Test>::do_try_state().is_err());
    });
    sp_io::TestExternalities::new_empty().execute_with(|| {
        VotingBlocks::<Test>::put(0);
        assert!(Pallet::<Test>::do_try_state().is_err());
    });
}

/// A genesis that sets nothing but the challenge.
fn challenge(blocks: u32) -> GenesisConfig<Test> {
    GenesisConfig { challenge_blocks: Some(blocks), ..Default::default() }
}

#[test]
fn challenge_should_last_what_genesis_set() {
    for blocks in [MIN_CHALLENGE_BLOCKS, MAX_CHALLENGE_BLOCKS] {
        with_genesis(challenge(blocks), || {
            assert_eq!(<ChallengeBlocksOf<Test> as Get<u32>>::get(), blocks);
        });
    }
}

#[test]
#[should_panic(expected = "clocks.challengeBlocks is 4; choose 5 to 806400")]
fn genesis_should_refuse_a_challenge_in_which_nobody_could_look() {
    with_genesis(challenge(4), || ());
}

#[test]
#[should_panic(expected = "clocks.challengeBlocks is 806401")]
fn genesis_should_refuse_a_challenge_that_is_too_long() {
    with_genesis(challenge(MAX_CHALLENGE_BLOCKS + 1), || ());
}
