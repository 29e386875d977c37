// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A token whose transfer misbehaves in the way chosen at its deployment.
contract HostileToken {
    event Transfer(address indexed from, address indexed to, uint256 value);

    enum Vice {
        RETURNS_NOTHING,
        RETURNS_FALSE,
        RETURNS_TWO,
        RETURNS_SHORT,
        TAKES_A_FEE,
        REVERTS,
        REVERTS_FOR_ODD,
        RE_ENTERS,
        BURNS_GAS,
        RETURNS_A_BOMB,
        REVERTS_WITH_A_BOMB,
        BURNS_GAS_FOR_ODD,
        RETURNS_SHORT_FOR_ODD
    }

    Vice private immutable VICE;
    mapping(address account => uint256) public balanceOf;
    bytes public again;

    constructor(Vice vice) {
        VICE = vice;
    }

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    /// @notice What it calls its caller with when it re-enters.
    function prepare(bytes calldata call_) external {
        again = call_;
    }

    function transfer(address to, uint256 value) external {
        Vice vice = VICE;
        if (vice == Vice.RETURNS_SHORT_FOR_ODD && uint160(to) % 2 == 1) vice = Vice.RETURNS_SHORT;
        if (vice == Vice.REVERTS) revert("never");
        if (vice == Vice.REVERTS_FOR_ODD && uint160(to) % 2 == 1) revert("odd");
        if (vice == Vice.BURNS_GAS || (vice == Vice.BURNS_GAS_FOR_ODD && uint160(to) % 2 == 1)) {
            while (true) {}
        }
        if (vice == Vice.REVERTS_WITH_A_BOMB) {
            assembly {
                revert(0, 60000)
            }
        }
        if (vice == Vice.RE_ENTERS) {
            (bool done,) = msg.sender.call(again);
            require(!done, "it let me in");
        }
        balanceOf[msg.sender] -= value;
        uint256 arrives = vice == Vice.TAKES_A_FEE ? value - value / 100 : value;
        balanceOf[to] += arrives;
        emit Transfer(msg.sender, to, arrives);
        assembly {
            mstore(0, 1)
            switch vice
            case 0 { return(0, 0) }
            case 1 {
                mstore(0, 0)
                return(0, 32)
            }
            case 2 {
                mstore(0, 2)
                return(0, 32)
            }
            case 3 { return(0, 31) }
            case 9 { return(0, 60000) }
            default { return(0, 32) }
        }
    }
}

/// @notice A recipient of coin that misbehaves.
contract HostileRecipient {
    enum Vice {
        REVERTS,
        BURNS_GAS,
        RETURNS_A_BOMB
    }

    Vice private immutable VICE;

    constructor(Vice vice) {
        VICE = vice;
    }

    receive() external payable {
        if (VICE == Vice.REVERTS) revert("no coin");
        if (VICE == Vice.BURNS_GAS) {
            while (true) {}
        }
        assembly {
            return(0, 60000)
        }
    }
}
