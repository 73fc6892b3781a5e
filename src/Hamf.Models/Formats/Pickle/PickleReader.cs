using System.Globalization;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// The machine that a pickle is a program for, restricted to making data: it knows every operation, but a call makes an object that records the
/// call. Values under construction wait on a stack of its own, so nesting costs memory of the budget and never the stack of the thread.
/// </summary>
internal sealed class PickleReader(PickleInput input, PickleSession session, bool isNested = false)
{
    private const int HighestProtocol = 5;
    private const string NotByPickle = "The file is damaged or was not made by saving a model";

    private readonly PickleStack _stack = new(input, session.Limits, session.Budget);
    private readonly PickleMemo _memo = new(session.Limits, session.Budget);
    private readonly PickleLiterals _literals = new(input, session.Limits, session.Budget);
    private readonly PickleBuilder _builder = new(input, session, readsWrappers: !isNested);

    /// <summary>Reads one pickle to its end; what follows it is not looked at.</summary>
    public PyValue Read()
    {
        while (true)
        {
            CountOperation();
            byte operation = input.Byte();
            if (_literals.Read(operation) is { } literal)
            {
                _stack.Push(literal);
            }
            else if (operation == PickleOpcode.Stop)
            {
                return Result();
            }
            else
            {
                Execute(operation);
            }
        }
    }

    private void CountOperation()
    {
        const int CancellationInterval = 1 << 16;

        if (++session.Operations % CancellationInterval == 0)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            if (session.Operations > session.Limits.OperationsMax)
            {
                throw input.Fault($"it has more than {session.Limits.OperationsMax} operations", "No model needs that many");
            }
        }
    }

    private PyValue Result()
    {
        PyValue value = _stack.Pop("the result");
        return _stack.HasNoMark && _stack.CountAboveMark == 0
            ? value
            : throw input.Fault("it ends with more than one value", NotByPickle);
    }

    /// <summary>One operation that changes the stack or the memo. A long switch, because the format is a list of operations.</summary>
    private void Execute(byte operation)
    {
        switch (operation)
        {
            case PickleOpcode.Proto:
                Protocol(input.Byte());
                break;
            case PickleOpcode.Frame:
                Frame(input.UInt64());
                break;
            case PickleOpcode.Mark:
                _stack.Mark();
                break;
            case PickleOpcode.Pop:
                _stack.Undo();
                break;
            case PickleOpcode.PopMark:
                _stack.DropToMark("a mark to drop");
                break;
            case PickleOpcode.Dup:
                _stack.Push(_stack.Top("a value to repeat"));
                break;
            case PickleOpcode.Put:
                _memo.Put(Index(), _stack.Top("a value to share"), input);
                break;
            case PickleOpcode.BinPut:
                _memo.Put(input.Byte(), _stack.Top("a value to share"), input);
                break;
            case PickleOpcode.LongBinPut:
                _memo.Put(input.UInt32(), _stack.Top("a value to share"), input);
                break;
            case PickleOpcode.Memoize:
                _memo.Put((uint)_memo.Count, _stack.Top("a value to share"), input);
                break;
            case PickleOpcode.Get:
                Recall(Index());
                break;
            case PickleOpcode.BinGet:
                Recall(input.Byte());
                break;
            case PickleOpcode.LongBinGet:
                Recall(input.UInt32());
                break;
            case PickleOpcode.PersId or PickleOpcode.BinPersId:
                throw input.Fault("it refers to values outside of the file", "Files of PyTorch and some databases do; save the model with joblib or pickle");
            case PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4:
                throw input.Fault("it names classes by numbers that only the program that wrote it knows", "Save the model with joblib or pickle");
            case PickleOpcode.NextBuffer or PickleOpcode.ReadOnlyBuffer:
                throw input.Fault("its buffers are kept outside of the file", "Save the model without buffer_callback");
            default:
                if (!TryContainer(operation) && !TryObject(operation))
                {
                    throw Unknown(operation);
                }

                break;
        }
    }

    private bool TryContainer(byte operation)
    {
        switch (operation)
        {
            case PickleOpcode.EmptyList:
                _stack.Push(_builder.List([]));
                return true;
            case PickleOpcode.List:
                _stack.Push(_builder.List(_stack.PopToMark("a list")));
                return true;
            case PickleOpcode.EmptyTuple:
                _stack.Push(PickleBuilder.EmptyTuple);
                return true;
            case PickleOpcode.Tuple:
                _stack.Push(_builder.Tuple(_stack.PopToMark("a tuple")));
                return true;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                _stack.Push(_builder.Tuple(Last(1 + operation - PickleOpcode.Tuple1)));
                return true;
            case PickleOpcode.EmptyDict:
                _stack.Push(_builder.Dictionary([]));
                return true;
            case PickleOpcode.Dict:
                _stack.Push(_builder.Dictionary(_stack.PopToMark("a dictionary")));
                return true;
            case PickleOpcode.EmptySet:
                _stack.Push(_builder.Set([]));
                return true;
            case PickleOpcode.FrozenSet:
                _stack.Push(_builder.Set(_stack.PopToMark("a set")));
                return true;
            case PickleOpcode.Append:
                Append(Last(1));
                return true;
            case PickleOpcode.Appends:
                Append(_stack.PopToMark("the items of a list"));
                return true;
            case PickleOpcode.SetItem:
                SetItems(Last(2));
                return true;
            case PickleOpcode.SetItems:
                SetItems(_stack.PopToMark("the items of a dictionary"));
                return true;
            case PickleOpcode.AddItems:
                PyValue[] items = _stack.PopToMark("the items of a set");
                _builder.AddToSet(_stack.Top("a set"), items);
                return true;
            default:
                return false;
        }
    }

    private bool TryObject(byte operation)
    {
        switch (operation)
        {
            case PickleOpcode.Global:
                _stack.Push(_builder.Name(
                    input.AsciiLine("the name of a module", session.Limits.LineSizeMax), input.AsciiLine("a name", session.Limits.LineSizeMax)));
                return true;
            case PickleOpcode.StackGlobal:
                PyValue name = _stack.Pop("a name");
                _stack.Push(_builder.Name(_stack.Pop("the name of a module"), name));
                return true;
            case PickleOpcode.Reduce or PickleOpcode.NewObj:
                PyValue arguments = _stack.Pop("the arguments of a call");
                _stack.Push(_builder.Call(_stack.Pop("the name in a call"), arguments, makesObject: operation == PickleOpcode.NewObj));
                return true;
            case PickleOpcode.NewObjEx:
                PyValue named = _stack.Pop("the named arguments of a call");
                PyValue unnamed = _stack.Pop("the arguments of a call");
                _stack.Push(_builder.CallWithNames(_stack.Pop("the name in a call"), unnamed, named));
                return true;
            case PickleOpcode.Inst:
                PyName type = _builder.Name(
                    input.AsciiLine("the name of a module", session.Limits.LineSizeMax), input.AsciiLine("a name", session.Limits.LineSizeMax));
                _stack.Push(_builder.Object(type, _stack.PopToMark("the arguments of an object")));
                return true;
            case PickleOpcode.Obj:
                _stack.Push(_builder.Object(_stack.PopToMark("the arguments of an object")));
                return true;
            case PickleOpcode.Build:
                PyValue state = _stack.Pop("the state of an object");
                _stack.ReplaceTop(_builder.Build(_stack.Top("an object to build"), state));
                return true;
            default:
                return false;
        }
    }

    private void Append(PyValue[] items) => _builder.Append(_stack.Top("a list"), items);

    private void SetItems(PyValue[] items) => _builder.SetItems(_stack.Top("a dictionary"), items);

    private PyValue[] Last(int count)
    {
        session.Budget.Charge(PickleStack.ArraySize(count));
        PyValue[] values = new PyValue[count];
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = _stack.Pop("an item");
        }

        return values;
    }

    private void Protocol(byte protocol)
    {
        if (protocol > HighestProtocol)
        {
            throw input.Fault($"it is of pickle protocol {protocol}", "Protocols 0 to 5 are read; save the model again with protocol 5 or lower");
        }

        session.Protocol = Math.Max(session.Protocol, protocol);
    }

    /// <summary>Frames say where a reader may read ahead; this one never does.</summary>
    private void Frame(ulong length)
    {
        if (length > (ulong)input.Left)
        {
            throw input.Fault(string.Create(CultureInfo.InvariantCulture, $"a frame of it should have {length:N0} bytes, and {input.Left:N0} are left"));
        }
    }

    private uint Index() => uint.TryParse(
        input.AsciiLine("a number in the memo", session.Limits.LineSizeMax), NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
        ? index
        : throw input.Fault("a number in its memo is not one", NotByPickle);

    private void Recall(uint index) =>
        _stack.Push(_memo[index] ?? throw input.Fault($"it refers to value {index} of its memo, which it never stored", NotByPickle));

    private ImportException Unknown(byte operation) =>
        input.Fault($"it has an operation 0x{operation:X2}, which no pickle has", "The file is damaged, or is not a pickle");
}
