// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Pays the leaves of statements that people signed, each at most once
/// @notice The treasury delegates to this code by EIP-7702; where a chain has no such transactions
/// it is deployed as a vault whose signer is fixed. No owner, no upgrade path, no delegatecall.
/// Whoever submits needs no trust: what is paid stands in the signed authorization.
contract Executor {
    /// @notice One word of a statement was worked on: which of its leaves were paid now, failed
    /// and stay payable, or are disputed (the token answered neither true nor nothing).
    event Paid(
        bytes32 indexed statement,
        uint256 indexed word,
        address indexed token,
        uint256 paid,
        uint256 failed,
        uint256 disputed
    );

    /// @notice These leaves will never be paid; those paid before are not in the mask.
    event Voided(bytes32 indexed order, bytes32 indexed statement, uint256 indexed word, uint256 mask);

    error Busy();
    error Expired();
    error WrongSignature();
    error TokenWithoutCode();
    error MalformedSegments();
    error UnknownMode();
    error ShortGas();
    error NobodyPaid();
    error StrictItemFailed();

    /// @custom:storage-location erc7201:argosy.executor
    struct Words {
        mapping(bytes32 statement => mapping(uint256 word => uint256)) settled;
        mapping(bytes32 statement => mapping(uint256 word => uint256)) voided;
    }

    // keccak256(abi.encode(uint256(keccak256("argosy.executor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant WORDS = 0xa9e0834ab83f95f89b51d30bed91bacd9ca4be0d9d4714a9ead4002739035100;
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant AUTHORIZATION_TYPE = keccak256(
        "Authorization(bytes32 statement,address token,uint256 deadline,uint256 itemGas,uint8 mode,bytes segments)"
    );
    bytes32 private constant VOID_TYPE =
        keccak256("VoidOrder(bytes32 order,bytes32 statement,uint256 deadline,bytes words)");
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// Form byte, 4 bytes of word number, 32 bytes of mask; then the items.
    uint256 private constant HEAD = 37;
    /// What a call costs its caller beside the gas that it hands on: value, new account, cold access.
    uint256 private constant COIN_CALL = 40_000;
    uint256 private constant TOKEN_CALL = 6_000;

    /// Selector of ShortGas(), which is thrown amid the calls.
    uint256 private constant SHORT_GAS = 0x89dbe5ed;

    /// Zero: the account that runs this code is its own signer.
    address private immutable SIGNER;
    bool private transient busy;

    constructor(address signer) {
        SIGNER = signer;
    }

    /// @notice Accepts coin, from anybody.
    receive() external payable {}

    modifier alone() {
        if (busy) revert Busy();
        busy = true;
        _;
        busy = false;
    }

    /// @notice Which leaves of a word are settled (paid, disputed or void), and which of them void.
    function word(bytes32 statement, uint256 number) external view returns (uint256 settled, uint256 voided) {
        Words storage words = _words();
        return (words.settled[statement][number], words.voided[statement][number]);
    }

    /// @notice Pays the leaves of one authorization that are not settled yet.
    /// @param token zero for the chain's own coin
    /// @param deadline last second of validity
    /// @param itemGas what every item's call is given, really
    /// @param mode 0 pays what can be paid, 1 pays all or reverts
    /// @param segments each a form (0: items of 20 bytes address and 12 bytes amount; 1: 20 and 32),
    /// a word number (4 bytes, strictly increasing), an include mask (32) and the mask's items
    function pay(
        bytes32 statement,
        address token,
        uint256 deadline,
        uint256 itemGas,
        uint8 mode,
        bytes calldata segments,
        bytes calldata signature
    ) external alone {
        if (block.timestamp > deadline) revert Expired();
        if (mode > 1) revert UnknownMode();
        if (token != address(0) && token.code.length == 0) revert TokenWithoutCode();
        _requireSigned(
            keccak256(
                abi.encode(AUTHORIZATION_TYPE, statement, token, deadline, itemGas, mode, keccak256(segments))
            ),
            signature
        );
        mapping(uint256 => uint256) storage settled = _words().settled[statement];
        uint256 least;
        bool anybody;
        while (segments.length != 0) {
            if (segments.length < HEAD) revert MalformedSegments();
            uint256 width = uint8(segments[0]) == 0 ? 32 : 52;
            uint256 number = uint32(bytes4(segments[1:5]));
            uint256 mask = uint256(bytes32(segments[5:37]));
            uint256 end = HEAD + _count(mask) * width;
            if (uint8(segments[0]) > 1 || number < least || mask == 0 || segments.length < end) {
                revert MalformedSegments();
            }
            least = number + 1;
            uint256 before = settled[number];
            settled[number] = before | mask;
            (uint256 failed, uint256 disputed) =
                _items(token, itemGas, width, mask, before, segments[HEAD:end]);
            if (failed != 0) {
                if (mode == 1) revert StrictItemFailed();
                settled[number] = (before | mask) & ~failed;
            }
            uint256 answered = mask & ~(before | failed);
            // A disputed item may have moved money, so it is never rolled back and tried again.
            anybody = anybody || answered != 0;
            emit Paid(statement, number, token, answered & ~disputed, failed, disputed);
            segments = segments[end:];
        }
        if (!anybody) revert NobodyPaid();
    }

    /// Calls once for every leaf of the mask that was not settled before.
    function _items(
        address token,
        uint256 itemGas,
        uint256 width,
        uint256 mask,
        uint256 before,
        bytes calldata items
    ) private returns (uint256 failed, uint256 disputed) {
        if (mask & before == 0) return _calls(token, itemGas, width, mask, items);
        // Some were settled meanwhile: leaf by leaf, so that the usual loop need not ask.
        for (uint256 place = 0; mask != 0; place += width) {
            uint256 leaf = mask & (~mask + 1);
            mask ^= leaf;
            if (before & leaf != 0) continue;
            (uint256 fails, uint256 disputes) =
                _calls(token, itemGas, width, leaf, items[place:place + width]);
            failed |= fails;
            disputed |= disputes;
        }
    }

    /// Calls once for every leaf of the mask, whose items these are.
    function _calls(address token, uint256 itemGas, uint256 width, uint256 mask, bytes calldata items)
        private
        returns (uint256 failed, uint256 disputed)
    {
        // A call gets at most 63/64 of what is left (EIP-150), so a little more must be there.
        uint256 needed = itemGas + itemGas / 63 + (token == address(0) ? COIN_CALL : TOKEN_CALL);
        if (token == address(0)) {
            failed = _coinCalls(itemGas, needed, width, mask, items);
        } else {
            (failed, disputed) = _tokenCalls(token, itemGas, needed, width, mask, items);
        }
    }

    /// The lowest bit of the mask is always the item at hand.
    function _coinCalls(uint256 itemGas, uint256 needed, uint256 width, uint256 mask, bytes calldata items)
        private
        returns (uint256 failed)
    {
        assembly ("memory-safe") {
            let item := items.offset
            let shift := shl(3, sub(52, width)) // 160 for 12-byte amounts, 0 for 32
            for {} mask { mask := and(mask, sub(mask, 1)) } {
                if lt(gas(), needed) {
                    mstore(0, SHORT_GAS)
                    revert(28, 4)
                }
                let amount := shr(shift, calldataload(add(item, 20)))
                if iszero(call(itemGas, shr(96, calldataload(item)), amount, 0, 0, 0, 0)) {
                    failed := or(failed, and(mask, sub(0, mask)))
                }
                item := add(item, width)
            }
        }
    }

    function _tokenCalls(
        address token,
        uint256 itemGas,
        uint256 needed,
        uint256 width,
        uint256 mask,
        bytes calldata items
    ) private returns (uint256 failed, uint256 disputed) {
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            mstore(buffer, shl(224, 0xa9059cbb)) // transfer(address,uint256)
            let item := items.offset
            let shift := shl(3, sub(52, width)) // 160 for 12-byte amounts, 0 for 32
            for {} mask { mask := and(mask, sub(mask, 1)) } {
                if lt(gas(), needed) {
                    mstore(0, SHORT_GAS)
                    revert(28, 4)
                }
                mstore(add(buffer, 4), shr(96, calldataload(item)))
                mstore(add(buffer, 36), shr(shift, calldataload(add(item, 20))))
                // At most 32 bytes of an answer are ever copied.
                let done := call(itemGas, token, 0, buffer, 68, 0, 32)
                if iszero(and(done, and(gt(returndatasize(), 31), eq(mload(0), 1)))) {
                    // It answered anything but true. Nothing is as good.
                    let leaf := and(mask, sub(0, mask))
                    if iszero(done) { failed := or(failed, leaf) }
                    if and(done, gt(returndatasize(), 0)) { disputed := or(disputed, leaf) }
                }
                item := add(item, width)
            }
        }
    }

    /// @notice Settles leaves for ever without paying them, as a signed void order says.
    /// @param order hash of the void statement that people signed
    /// @param words each a word number (4 bytes, strictly increasing) and a mask (32)
    function voidLeaves(
        bytes32 order,
        bytes32 statement,
        uint256 deadline,
        bytes calldata words,
        bytes calldata signature
    ) external alone {
        if (block.timestamp > deadline) revert Expired();
        _requireSigned(
            keccak256(abi.encode(VOID_TYPE, order, statement, deadline, keccak256(words))), signature
        );
        if (words.length == 0 || words.length % 36 != 0) revert MalformedSegments();
        Words storage state = _words();
        uint256 least;
        for (uint256 place = 0; place < words.length; place += 36) {
            uint256 number = uint32(bytes4(words[place:place + 4]));
            if (number < least) revert MalformedSegments();
            least = number + 1;
            uint256 before = state.settled[statement][number];
            uint256 mask = uint256(bytes32(words[place + 4:place + 36])) & ~before;
            state.settled[statement][number] = before | mask;
            state.voided[statement][number] |= mask;
            emit Voided(order, statement, number, mask);
        }
    }

    function _requireSigned(bytes32 body, bytes calldata signature) private view {
        if (signature.length != 65) revert WrongSignature();
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("Argosy Executor"), keccak256("1"), block.chainid, address(this))
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, body));
        bytes32 s = bytes32(signature[32:64]);
        if (uint256(s) > HALF_ORDER) revert WrongSignature();
        address signed = ecrecover(digest, uint8(signature[64]), bytes32(signature[:32]), s);
        address signer = SIGNER == address(0) ? address(this) : SIGNER;
        if (signed == address(0) || signed != signer) revert WrongSignature();
    }

    /// How many bits are set: sums of ever wider lanes, side by side, then of the sixteen 16-bit ones.
    function _count(uint256 mask) private pure returns (uint256 bits) {
        unchecked {
            bits = mask - ((mask >> 1) & (type(uint256).max / 3));
            bits = (bits & (type(uint256).max / 5)) + ((bits >> 2) & (type(uint256).max / 5));
            bits = (bits + (bits >> 4)) & (type(uint256).max / 17);
            bits = (bits + (bits >> 8)) & (type(uint256).max / 257);
            bits = (bits * (type(uint256).max / 0xffff)) >> 240;
        }
    }

    function _words() private pure returns (Words storage words) {
        bytes32 slot = WORDS;
        assembly ("memory-safe") {
            words.slot := slot
        }
    }
}
